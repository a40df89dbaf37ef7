import type { Check } from "../terminal/report";
import type { SecretRead } from "./secretRead";
import { isRecord } from "../../offline/engine/wire";
import { jsonObject, listOf, valueAt } from "../network/json";

/** The condition key for the caller's ARN, in lower case: IAM ignores the case of condition keys. */
const PRINCIPAL_ARN = "aws:principalarn";

/** What one principal has read. */
export interface Reader {
  readonly principal: string;
  readonly expected: boolean;
  /** Reads that succeeded. */
  readonly reads: number;
  /** Reads that AWS refused. */
  readonly refused: number;
  readonly first: string;
  readonly last: string;
  readonly sources: readonly string[];
}

/** One entry for each principal: unexpected readers first, then by number of reads. */
export function readersIn(reads: readonly SecretRead[], expected: readonly string[]): Reader[] {
  const principals = [...new Set(reads.map(({ principal }) => principal))];
  return principals
    .map((principal) => {
      const own = reads.filter((read) => read.principal === principal);
      const times = own.map(({ time }) => time).sort();
      const refused = own.filter((read) => read.refused !== undefined).length;
      return {
        principal,
        expected: expected.some((pattern) => matches(pattern, principal)),
        reads: own.length - refused,
        refused,
        first: times[0] ?? "",
        last: times.at(-1) ?? "",
        sources: [...new Set(own.map(({ source }) => source))].sort(),
      };
    })
    .sort(
      (one, other) =>
        Number(one.expected) - Number(other.expected) ||
        other.reads - one.reads ||
        one.principal.localeCompare(other.principal),
    );
}

/** A line for each reader. It fails if an unexpected reader got the value. */
export function readerChecks(readers: readonly Reader[], days: number): Check[] {
  if (readers.length === 0) {
    return [
      { name: "has read", result: "note", detail: `nobody in the last ${days} days (CloudTrail)` },
    ];
  }
  return readers.map(({ principal, expected, reads, refused, first, last, sources }) => {
    const from = sources.length > 3 ? `${sources.length} addresses` : sources.join(", ");
    const counts = [
      ...(reads > 0 || refused === 0 ? [`read ${reads}×`] : []),
      ...(refused > 0 ? [`refused ${refused}×`] : []),
    ].join(", ");
    const detail = `${principal}${expected ? "" : ", not expected"}: ${counts}, ${first} to ${last}, from ${from}`;
    if (expected) return { name: "has read", result: "ok", detail };
    if (reads === 0) return { name: "has read", result: "note", detail };
    const fix =
      "if it may read the secret, add it to secretReaders; if not: npm run up limits the readers, then change the credentials";
    return { name: "has read", result: "fail", detail, fix };
  });
}

/**
 * The principals that a secret's resource policy allows to read it: the exceptions in its statement that denies reads. Undefined
 * if no statement denies reads.
 *
 * @param document - the policy's JSON
 */
export function readersOfPolicy(document: string | undefined): string[] | undefined {
  const policy = document === undefined ? undefined : jsonObject(document);
  const lists = listOf(valueAt(policy, "Statement")).flatMap((statement) => {
    const actions = listOf(valueAt(statement, "Action"));
    const deniesReads =
      valueAt(statement, "Effect") === "Deny" &&
      actions.some((action) => typeof action === "string" && covers(action));
    return deniesReads ? conditionLists(valueAt(statement, "Condition")) : [];
  });
  return lists.length === 0 ? undefined : [...new Set(lists.flat())];
}

function covers(action: string): boolean {
  return matches(action.toLowerCase(), "secretsmanager:getsecretvalue");
}

/** The lists of ARNs in conditions of the form `ArnNotLike: { aws:PrincipalArn: [...] }`. */
function conditionLists(condition: unknown): string[][] {
  return ["ArnNotLike", "ArnNotEquals", "StringNotLike", "StringNotEquals"].flatMap((operator) =>
    Object.entries(recordAt(condition, operator))
      .filter(([key]) => key.toLowerCase() === PRINCIPAL_ARN)
      .map(([, value]) => listOf(value).filter((each) => typeof each === "string")),
  );
}

function recordAt(value: unknown, key: string): Record<string, unknown> {
  const found = valueAt(value, key);
  return isRecord(found) ? found : {};
}

/** Whether a text matches a pattern of an IAM policy: `*` stands for any characters, `?` for exactly one. */
export function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(text);
}
