import type { Thing } from "../simulated-aws/account";
import type { Run } from "./run";

/** What callers and operators would notice the replacement of. */
export const KEPT = [
  "aws:ecs/cluster:Cluster",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:secretsmanager/secret:Secret",
];

/** The things of {@link KEPT}, in its order, each with what distinguishes it from another one made in its place. */
export function kept(
  things: readonly Thing[],
): readonly Readonly<Pick<Thing, "type" | "id" | "salt">>[] {
  return KEPT.flatMap((kind) =>
    things.filter(({ type }) => type === kind).map(({ type, id, salt }) => ({ type, id, salt })),
  );
}

/** What AWS keeps once the stack has let go of it: the revisions of a task definition, and a secret's old versions, while it is there. */
const KEPT_ON_PURPOSE = [
  "aws:ecs/taskDefinition:TaskDefinition",
  "aws:secretsmanager/secretVersion:SecretVersion",
];

/** Whether a thing must go when the stack lets go of it. */
export function notKeptOnPurpose({ type }: Thing): boolean {
  return !KEPT_ON_PURPOSE.includes(type);
}

/** What a run did to AWS's resources, but for updates. */
export interface Changes {
  /** How many of each type were made, none of them in place of another. */
  readonly created: Readonly<Record<string, number>>;
  /** How many of each type were taken away for good. */
  readonly deleted: Readonly<Record<string, number>>;
  /** Which were made anew: type and name. */
  readonly replaced: readonly string[];
}

/** The changes of a run, a type shown by service and kind, such as "lb TargetGroup". */
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
