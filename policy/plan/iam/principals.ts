import { isTreeObject, type Tree } from "../../tree/tree";
import { textsOf, type MaybeText } from "../plan";
import type { Grant } from "./document";

/** Who a statement of a resource's own policy lets in. */
export interface Principals {
  /** Everybody, but for what a condition keeps out. */
  readonly anyone: boolean;
  /** ARNs and account ids. */
  readonly arns: readonly MaybeText[];
  /** Whether there are services or federated users among them. */
  readonly others: boolean;
}

/** Condition keys that say who calls, or from where. Source: the AWS global condition keys, KMS's and Secrets Manager's. */
const CALLER_KEYS = new Set([
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:userid",
  "kms:calleraccount",
]);

/** Operators that let in only what they name: not the negated ones, nor those that pass when the key is absent. */
const NAMING_OPERATOR =
  /^(?:for(?:any|all)values:)?(?:string|arn)(?:equals|like|equalsignorecase)$/i;

/** The principals of a statement. */
export function principalsOf({ statement }: Grant): Principals {
  if (statement["NotPrincipal"] !== undefined) return { anyone: true, arns: [], others: false };
  const principal = statement["Principal"];
  if (!isTreeObject(principal)) return { anyone: principal === "*", arns: [], others: false };
  const arns = textsOf(principal["AWS"]);
  return {
    anyone: arns.includes("*"),
    arns: arns.filter((arn) => arn !== "*"),
    others: Object.keys(principal).some((kind) => kind !== "AWS"),
  };
}

/** The values that a statement's conditions admit for each key about the caller, by key in lower case. */
export function callerConditions({ statement }: Grant): ReadonlyMap<string, readonly Tree[]> {
  const admitted = new Map<string, readonly Tree[]>();
  const conditions = statement["Condition"];
  if (!isTreeObject(conditions)) return admitted;
  for (const [operator, keys] of Object.entries(conditions)) {
    if (!NAMING_OPERATOR.test(operator) || !isTreeObject(keys)) continue;
    for (const [key, value] of Object.entries(keys)) {
      const values = textsOf(value);
      const limits = values.length > 0 && !values.includes("*");
      if (limits && CALLER_KEYS.has(key.toLowerCase())) admitted.set(key.toLowerCase(), values);
    }
  }
  return admitted;
}

/** Whether a statement lets in everybody, with no condition about who calls. */
export function isPublic(grant: Grant): boolean {
  return principalsOf(grant).anyone && callerConditions(grant).size === 0;
}
