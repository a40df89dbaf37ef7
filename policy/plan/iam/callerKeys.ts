/** The kind of value that a condition key has. It decides which part of the value a caller cannot choose. */
type ValueForm = "account" | "arn" | "organization" | "path in organization" | "id" | "user id";

/**
 * Condition keys that say who calls, or from where. Source: the AWS global condition context keys, and those of KMS.
 * Keys that a caller can set in another account, such as tags and session names, are not listed.
 */
const CALLER_KEYS: ReadonlyMap<string, ValueForm> = new Map([
  ["aws:principalaccount", "account"],
  ["aws:principalarn", "arn"],
  ["aws:principalorgid", "organization"],
  ["aws:principalorgpaths", "path in organization"],
  ["aws:sourceaccount", "account"],
  ["aws:sourcearn", "arn"],
  ["aws:sourceorgid", "organization"],
  ["aws:sourceorgpaths", "path in organization"],
  ["aws:sourceowner", "account"],
  ["aws:sourcevpc", "id"],
  ["aws:sourcevpce", "id"],
  ["aws:userid", "user id"],
  ["kms:calleraccount", "account"],
]);

/** A policy variable with a value of the resource, such as its account. All other variables have a value of the caller. */
const RESOURCE_VARIABLE = /\$\{aws:resource(?:account|orgid)\}/gi;

/** The escapes `${*}`, `${?}` and `${$}`, which mean the character itself. */
const ESCAPED = /\$\{([*?$])\}/g;

/**
 * Whether a pattern excludes callers from other accounts. The fixed part of the pattern must be one that no other account can have.
 * @param key condition key in lower case
 * @param byComponents whether the pattern is compared as an ARN, part by part, so that `*` matches no colon
 */
export function excludesOtherAccounts(
  key: string,
  pattern: string,
  byComponents: boolean,
): boolean {
  const form = CALLER_KEYS.get(key);
  if (form === undefined) return false;
  const plain = pattern.replace(RESOURCE_VARIABLE, "000000000000").replace(ESCAPED, "x");
  if (plain.includes("${")) return false;
  switch (form) {
    case "arn":
      return isArnOfOne(plain, byComponents);
    case "path in organization":
      return isExact(plain.split("/")[0]);
    case "user id":
      return isExact(plain.split(":")[0]);
    case "account":
    case "organization":
    case "id":
      return isExact(plain);
  }
}

/**
 * Whether an ARN pattern matches resources of one account only. It has the account, or a name that only one account can have, such
 * as that of a bucket. The name of a role or a topic does not count, because every account can use it.
 */
function isArnOfOne(pattern: string, byComponents: boolean): boolean {
  const [scheme, partition = "", service = "", region = "", account, ...resource] =
    pattern.split(":");
  if (scheme !== "arn" || account === undefined || resource.length === 0) return false;
  // Compared as text, `*` also matches colons. So it may match the path of a role, which another account can choose.
  const overColons = partition + service + (/^(?:iam|sts)$/.test(service) ? region : "");
  if (!byComponents && /[*?]/.test(overColons)) return false;
  if (account !== "") return isExact(account);
  const name = resource.join(":");
  return isExact(service === "s3" ? name.split("/")[0] : name);
}

function isExact(text: string | undefined): boolean {
  return text !== undefined && text !== "" && !/[*?]/.test(text);
}
