import { isTreeObject, UNKNOWN, type TreeObject } from "../../tree/tree";
import { textsOf, type MaybeText } from "../plan";
import { excludesOtherAccounts } from "./callerKeys";

/** One condition of a statement that excludes callers from other accounts. */
export interface CallerLimit {
  /** The condition key, in lower case. */
  readonly key: string;
  /** The patterns for the key's value. */
  readonly values: readonly MaybeText[];
}

/**
 * An operator that requires a value, in four parts: the set operator, the type, the comparison, and `IfExists`. A negated operator
 * does not match: it allows every value except the listed ones.
 */
const OPERATOR =
  /^(foranyvalue:|forallvalues:)?(string|arn)(equals|like|equalsignorecase)(ifexists)?$/i;

/**
 * The conditions of a statement that exclude callers from other accounts and organizations than the named ones. All conditions of
 * a statement must hold, so one such condition is enough.
 */
export function callerLimits(statement: TreeObject): CallerLimit[] {
  return conditionsOf(statement).flatMap(({ operator, key, values }) => {
    const [, set = "", kind = "", , ifExists] = OPERATOR.exec(operator) ?? [];
    if (kind === "" || values.length === 0) return [];
    // `ForAllValues` and `IfExists` are true for every request without the key.
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
  /** In lower case, because IAM ignores the case of condition keys. */
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

/** Whether a statement requires a request to have a condition key. This alone excludes nobody, because every request may have it. */
function requiresKey(statement: TreeObject, key: string): boolean {
  return conditionsOf(statement).some(
    (condition) =>
      condition.operator.toLowerCase() === "null" &&
      condition.key === key &&
      condition.values.length > 0 &&
      condition.values.every((value) => value === "false"),
  );
}
