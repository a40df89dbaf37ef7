/** What the value of a condition key is, and so which part of it nobody can choose for himself. */
type ValueForm = "account" | "arn" | "organization" | "path in organization" | "id" | "user id";

/**
 * Condition keys that say who calls, or from where. Source: the AWS global condition context keys, and KMS's own.
 * Not listed is what a stranger can bring about in an account of his own, such as tags and names of sessions.
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

/** A variable that stands for something of the resource's own, such as its account; the others are the caller's. */
const RESOURCE_VARIABLE = /\$\{aws:resource(?:account|orgid)\}/gi;

/** What stands in a pattern for a signs of its own: `${*}`, `${?}` and `${$}`. */
const ESCAPED = /\$\{([*?$])\}/g;

/**
 * Whether a pattern leaves out every stranger: what it fixes must be something that no one in another account can take on.
 * @param key condition key in lower case
 * @param byComponents whether the pattern is compared as an ARN, part by part, where `*` does not reach over a colon
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
 * Whether an ARN pattern stands for things of one account, or of a name that one account alone can have, as that of a bucket.
 * A name of a role or a topic is no limit: every account may give it.
 */
function isArnOfOne(pattern: string, byComponents: boolean): boolean {
  const [scheme, partition = "", service = "", region = "", account, ...resource] =
    pattern.split(":");
  if (scheme !== "arn" || account === undefined || resource.length === 0) return false;
  // In a text `*` reaches over colons, as far as into the path of a role that a stranger chose.
  const overColons = partition + service + (/^(?:iam|sts)$/.test(service) ? region : "");
  if (!byComponents && /[*?]/.test(overColons)) return false;
  if (account !== "") return isExact(account);
  const name = resource.join(":");
  return isExact(service === "s3" ? name.split("/")[0] : name);
}

function isExact(text: string | undefined): boolean {
  return text !== undefined && text !== "" && !/[*?]/.test(text);
}
