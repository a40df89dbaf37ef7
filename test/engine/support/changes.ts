import type { Thing } from "../simulated-aws/account";
import type { Run } from "./run";

/** Types whose replacement callers and operators would notice. */
export const KEPT = [
  "aws:ecs/cluster:Cluster",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:secretsmanager/secret:Secret",
];

/** The things of {@link KEPT}, in its order, with the properties that a replacement would change. */
export function kept(
  things: readonly Thing[],
): readonly Readonly<Pick<Thing, "type" | "id" | "salt">>[] {
  return KEPT.flatMap((kind) =>
    things.filter(({ type }) => type === kind).map(({ type, id, salt }) => ({ type, id, salt })),
  );
}

/** Types that the program retains in AWS: the revisions of a task definition, and the old versions of a secret that still exists. */
const KEPT_ON_PURPOSE = [
  "aws:ecs/taskDefinition:TaskDefinition",
  "aws:secretsmanager/secretVersion:SecretVersion",
];

/** Whether a thing must be deleted when its resource is removed from the stack. */
export function notKeptOnPurpose({ type }: Thing): boolean {
  return !KEPT_ON_PURPOSE.includes(type);
}

/** The AWS resources that a run made, deleted and replaced, without those that it only updated. */
export interface Changes {
  /** How many of each type were made, without replacements. */
  readonly created: Readonly<Record<string, number>>;
  /** How many of each type were deleted, without replaced ones. */
  readonly deleted: Readonly<Record<string, number>>;
  /** The replaced ones, as type and name. */
  readonly replaced: readonly string[];
}

/** The changes of a run. A type has the form of service and kind, such as "lb TargetGroup". */
export function changesOf({ steps }: Run): Changes {
  const ofAws = steps.flatMap((step) => {
    const [, op = "", service = "", kind = "", name = ""] =
      /^(\S+) aws:(\w+)\/\w+:(\w+) (.+)$/.exec(step) ?? [];
    return op === "" ? [] : [{ op, type: `${service} ${kind}`, name }];
  });
  const typesOf = (wanted: string) => ofAws.filter(({ op }) => op === wanted).map((s) => s.type);
  return {
    created: counts(typesOf("create")),
    deleted: counts(typesOf("delete")),
    replaced: ofAws
      .filter(({ op }) => op === "create-replacement")
      .map(({ type, name }) => `${type} ${name}`)
      .toSorted(),
  };
}

function counts(texts: readonly string[]): Readonly<Record<string, number>> {
  const unique = [...new Set(texts)];
  return Object.fromEntries(
    unique.map((text) => [text, texts.filter((other) => other === text).length]),
  );
}
