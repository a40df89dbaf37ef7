import { isTreeObject, UNKNOWN, type TreeObject } from "../../tree/tree";
import { textsOf, type MaybeText } from "../plan";
import { excludesOtherAccounts } from "./callerKeys";

/** One condition of a statement that keeps strangers out. */
export interface CallerLimit {
  /** The condition key, in lower case. */
  readonly key: string;
  /** What the key's value must be, in patterns. */
  readonly values: readonly MaybeText[];
}

/**
 * An operator that compares with what it names, in four parts: the set, what is compared, how, and `IfExists`. Negated
 * operators let in all but what they name, and no others compare texts.
 */
const OPERATOR =
  /^(foranyvalue:|forallvalues:)?(string|arn)(equals|like|equalsignorecase)(ifexists)?$/i;

/**
 * The conditions of a statement that keep strangers out: callers from outside the accounts and organizations that it names.
 * All conditions of a statement must hold, so that one limit is enough.
 */
export function callerLimits(statement: TreeObject): CallerLimit[] {
  return conditionsOf(statement).flatMap(({ operator, key, values }) => {
    const [, set = "", kind = "", , ifExists] = OPERATOR.exec(operator) ?? [];
    if (kind === "" || values.length === 0) return [];
    // `ForAllValues` and `IfExists` hold for every request that does not carry the key.
    const optional = /all/i.test(set) || ifExists !== undefined;
    if (optional && !requiresKey(statement, key)) return [];
    const byComponents = kind.toLowerCase() === "arn";
    const limits = values.every(
      (value) => value === UNKNOWN || excludesOtherAccounts(key, value, byComponents),
    );
    return limits ? [{ key, values }] : [];
  });
}

interface Condition {
  readonly operator: string;
  /** In lower case, as IAM compares the names of keys. */
  readonly key: string;
  readonly values: readonly MaybeText[];
}

function conditionsOf({ Condition: conditions }: TreeObject): Condition[] {
  if (!isTreeObject(conditions)) return [];
  return Object.entries(conditions).flatMap(([operator, keys]) =>
    isTreeObject(keys)
      ? Object.entries(keys).map(([key, value]) => ({
          operator,
          key: key.toLowerCase(),
          values: textsOf(typeof value === "boolean" ? String(value) : value),
        }))
      : [],
  );
}

/** Whether a statement holds only for requests that carry a key. By itself that keeps nobody out: anybody's may carry it. */
function requiresKey(statement: TreeObject, key: string): boolean {
  return conditionsOf(statement).some(
    (condition) =>
      condition.operator.toLowerCase() === "null" &&
      condition.key === key &&
      condition.values.length > 0 &&
      condition.values.every((value) => value === "false"),
  );
}
