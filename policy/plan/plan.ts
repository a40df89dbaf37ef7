import type { PolicyResource } from "@pulumi/policy";
import { readTree } from "../tree/readTree";
import { isTreeList, isTreeObject, UNKNOWN, type Tree, type TreeObject } from "../tree/tree";

/** One resource of the plan. */
export interface PlanResource {
  readonly type: string;
  readonly urn: string;
  /** Name in the program. */
  readonly name: string;
  /** The outputs. Before a resource exists, they are its inputs, and {@link UNKNOWN} for everything else. */
  readonly props: TreeObject;
  /** URN of the parent. */
  readonly parent?: string | undefined;
  /** For each property, the URNs of the resources whose outputs its value uses. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
}

/** The resources of a stack that a rule looks at, as the engine shows them. */
export class Plan {
  constructor(readonly resources: readonly PlanResource[]) {}

  /** The resources of the given types. */
  ofType(types: readonly string[]): PlanResource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }
}

/** Reads the resources of the given types. It avoids the SDK's proxy, which throws an error for an unknown value. */
export async function readPlan(
  resources: readonly PolicyResource[],
  types: ReadonlySet<string>,
): Promise<Plan> {
  const read = resources
    .filter(({ type }) => types.has(type))
    .map(async ({ type, urn, name, props, parent, propertyDependencies }) => ({
      type,
      urn,
      name,
      props: await readTree(props),
      parent: parent?.urn,
      dependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([property, sources]) => [
          property,
          sources.map((source) => source.urn),
        ]),
      ),
    }));
  return new Plan(await Promise.all(read));
}

/** The name of the stack in the URN of a resource. */
export function stackOf({ urn }: PlanResource): string {
  return urn.split(":")[2] ?? "";
}

/**
 * The candidates that a property's value refers to. A known value is the ARN, the id or the name of a candidate. For an unknown
 * value, these are the candidates whose outputs the property uses.
 */
export function referenced(
  value: Tree | undefined,
  from: { readonly resource: PlanResource; readonly property: string },
  candidates: readonly PlanResource[],
): PlanResource[] {
  if (value === UNKNOWN) {
    const sources = from.resource.dependencies?.[from.property] ?? [];
    return candidates.filter(({ urn }) => sources.includes(urn));
  }
  if (typeof value !== "string") return [];
  return candidates.filter(({ props }) => IDENTIFIERS.some((key) => props[key] === value));
}

const IDENTIFIERS = ["arn", "id", "name", "bucket"];

/** A text, or {@link UNKNOWN} if a preview cannot know it yet. */
export type MaybeText = string | typeof UNKNOWN;

/** The texts of a value that is a text or a list of texts, with {@link UNKNOWN} kept. */
export function textsOf(value: Tree | undefined): MaybeText[] {
  const items: readonly (Tree | undefined)[] = isTreeList(value) ? value : [value];
  return items.filter(isMaybeText);
}

/** The objects of a list, each with its index in the list. */
export function entriesOf(value: Tree | undefined): { index: number; entry: TreeObject }[] {
  const items = isTreeList(value) ? value : [];
  return items.flatMap((entry, index) => (isTreeObject(entry) ? [{ index, entry }] : []));
}

function isMaybeText(value: Tree | undefined): value is MaybeText {
  return typeof value === "string" || value === UNKNOWN;
}
