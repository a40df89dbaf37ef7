import { unwrapSecrets } from "../../offline/engine/wire";
import type { PlannedResource } from "../../offline/engine/goal";
import { namesOf, type Names } from "./names";
import { CONTAINER_RIGHTS } from "./rights/container";
import { ENDPOINT_RIGHTS } from "./rights/endpoint";
import { IAM_RIGHTS } from "./rights/iam";
import { MONITORING_RIGHTS } from "./rights/monitoring";
import { NETWORK_RIGHTS } from "./rights/network";
import { STORAGE_RIGHTS } from "./rights/storage";
import type { Condition, Right, RightsByType } from "./rights/right";

/** The rights for every resource type that the command knows. */
export const RIGHTS: RightsByType = {
  ...CONTAINER_RIGHTS,
  ...ENDPOINT_RIGHTS,
  ...IAM_RIGHTS,
  ...MONITORING_RIGHTS,
  ...NETWORK_RIGHTS,
  ...STORAGE_RIGHTS,
};

/** The rights for the look-ups that the program makes in every stack. */
const LOOKUPS: Right = { actions: ["ec2:Describe*"], on: ["*"] };

/** A resource of the plan that needs rights. */
export type Planned = Pick<PlannedResource, "type" | "name" | "inputs">;

/** Where the stack is deployed. */
export interface Place {
  /** "aws", "aws-cn" or "aws-us-gov". */
  readonly partition: string;
  readonly region: string;
  /** Twelve digits, or `*`. */
  readonly account: string;
}

/** A statement of an IAM policy. */
export interface Statement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

/** The AWS types of a plan that are not in {@link RIGHTS}, sorted. */
export function unknownTypes(resources: readonly Planned[]): string[] {
  const unknown = resources.filter(({ type }) => /^awsx?:/.test(type) && !(type in RIGHTS));
  return [...new Set(unknown.map(({ type }) => type))].sort();
}

/** The statements that a deployer needs to make, change, read and delete a plan's resources. Equal rights share a statement. */
export function statementsFor(resources: readonly Planned[], place: Place): Statement[] {
  const needed = resources.flatMap((resource) => rightsOf(resource, place));
  const byPlace = merged([filled(LOOKUPS, place), ...needed], ({ on, condition }) =>
    JSON.stringify([on, condition]),
  );
  return merged(byPlace, ({ actions, condition }) => JSON.stringify([actions, condition]))
    .map(({ actions, on, condition }) => ({
      Effect: "Allow" as const,
      Action: actions,
      Resource: on,
      ...(condition === undefined ? {} : { Condition: condition }),
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function rightsOf(resource: Planned, place: Place): Right[] {
  const entry = RIGHTS[resource.type];
  if (entry === undefined) return [];
  const inputs: Readonly<Record<string, unknown>> = unwrapSecrets(resource.inputs);
  const names = namesOf(resource, inputs, entry);
  const rights = entry.rights
    .filter(({ if: input }) => input === undefined || inputs[input] === true)
    .map((right) => filled(right, place, names));
  return resource.type === "aws:iam/role:Role"
    ? [...rights, filled(passRole(inputs["assumeRolePolicy"]), place, names)]
    : rights;
}

/** The right to pass a role to the services in its trust policy, and to no other. */
function passRole(trustPolicy: unknown): Right {
  const text = typeof trustPolicy === "string" ? trustPolicy : JSON.stringify(trustPolicy);
  const services = [...text.matchAll(/"([a-z0-9-]+\.amazonaws\.com(?:\.cn)?)"/g)];
  return {
    actions: ["iam:PassRole"],
    on: ["iam::{account}:role/{name}"],
    condition: {
      StringEquals: { "iam:PassedToService": services.map(([, service = ""]) => service).sort() },
    },
  };
}

function filled(right: Right, place: Place, names: Names = {}): Right {
  const values: Names = { region: place.region, account: place.account, ...names };
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "*").replace(/\*{2,}/g, "*");
  const { actions, on, condition } = right;
  return {
    actions,
    on: on.map((arn) => (arn === "*" ? arn : `arn:${place.partition}:${fill(arn)}`)),
    ...(condition === undefined ? {} : { condition: filledCondition(condition, fill) }),
  };
}

function filledCondition(condition: Condition, fill: (text: string) => string): Condition {
  const each = ([key, value]: readonly [string, string | readonly string[]]) =>
    [key, typeof value === "string" ? fill(value) : value.map(fill)] as const;
  return Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).map(each)),
    ]),
  );
}

/** Merges the rights that have the same key. Actions and ARNs are sorted, without duplicates. */
function merged(rights: readonly Right[], key: (right: Right) => string): Right[] {
  const groups = new Map<string, Right>();
  for (const right of rights) {
    const before = groups.get(key(right));
    groups.set(key(right), {
      ...right,
      actions: union(before?.actions, right.actions),
      on: union(before?.on, right.on),
    });
  }
  return [...groups.values()];
}

function union(some: readonly string[] = [], more: readonly string[]): string[] {
  return [...new Set([...some, ...more])].sort();
}
