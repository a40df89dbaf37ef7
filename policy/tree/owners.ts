import { withTwilioSpelled } from "./twilioSpelling";

/**
 * A name around a value. The names form a chain from the innermost to the outermost. For example, `token` in
 * `{ "twilio": { "auth": { "token": … } } }` has the owners `auth` and `twilio`.
 */
export interface Owner {
  readonly name: string;
  /**
   * The source of the name: a `key` on the path to the value; a `provider` next to it, as in `{ provider: "twilio", token }`; the
   * `title` of an object around it, such as a resource's name or `metadata.name`; or the `type` of the resource.
   */
  readonly kind: "key" | "provider" | "title" | "type";
  readonly outer: Owner | undefined;
  /** The keys that have this title as their value: `RELAY_HOST` with `api.twilio.com`. Keys that begin alike belong to it. */
  readonly titleOf?: readonly string[];
  /** Whether this name or one further out says Twilio. */
  readonly saysTwilio: boolean;
  /** The number of names in the chain, this one included, that are not keys. */
  readonly titles: number;
}

/** The length of the longest name. A longer text is not a name. */
const LONGEST_NAME = 200;

/** Types of resources that have a password of their own: a database, its users, a broker, a webhook of a repository. */
export const DATABASE_TYPE =
  /^(?:aws(?:-native)?:(?:elasticache|memorydb|rds|docdb|redshift|mq|msk|directoryservice)|postgresql|mysql|mssql|mongodbatlas|snowflake|rabbitmq|aiven|upstash|confluentcloud)[:/]|^git(?:hub|lab):index\/\w*hook:/i;

/** The annotations of Argo CD's plugin for Vault. They make it fill in each `<name>` of a manifest. */
export const VAULT_PLUGIN = "avp.kubernetes.io/";

/** Whether Argo CD's plugin for Vault fills in the values under a chain of owners. */
export function isOfVaultPlugin(owner: Owner | undefined): boolean {
  for (let each = owner; each !== undefined; each = each.outer) {
    if (each.name === VAULT_PLUGIN) return true;
  }
  return false;
}

/** Whether a chain of owners has nothing but the titles of a resource that is a database. */
export function isOfDatabase(owner: Owner | undefined): boolean {
  let last = owner;
  while (last?.outer !== undefined && last.kind !== "key") last = last.outer;
  return last?.kind === "type" && DATABASE_TYPE.test(last.name);
}

/** Most titles in a chain. A list may have thousands of titles, and each of its values has the whole chain. */
const MOST_TITLES = 64;

/** Most keys that are kept for a title. A list may have thousands of addresses at Twilio. */
const MOST_KEYS = 16;

/** Adds Twilio as the title of the settings next to keys whose values say so, such as `RELAY_HOST` with `api.twilio.com`. */
export function titledTwilio(keys: readonly string[], outer: Owner | undefined): Owner | undefined {
  if (keys.length === 0) return outer;
  const titleOf = keys.slice(0, MOST_KEYS);
  const titles = (outer?.titles ?? 0) + 1;
  return { name: "twilio", kind: "title", outer, saysTwilio: true, titles, titleOf };
}

/** Adds a name to a chain of owners. Returns the chain without it if the text is too long for a name, or if it has {@link MOST_TITLES}. */
export function ownedBy(
  asWritten: string,
  kind: Owner["kind"],
  outer: Owner | undefined,
): Owner | undefined {
  if (asWritten.length > LONGEST_NAME) return outer;
  const titles = (outer?.titles ?? 0) + (kind === "key" ? 0 : 1);
  if (titles > MOST_TITLES) return outer;
  const name = withTwilioSpelled(asWritten);
  const saysTwilio = outer?.saysTwilio === true || /twilio/i.test(name);
  return { name, kind, outer, saysTwilio, titles };
}

/** The type of the resource at the outer end of a chain of owners; "" if the chain ends with something else. */
export function resourceTypeOf(owners: Owner | undefined): string {
  let last = owners;
  while (last?.outer !== undefined) last = last.outer;
  return last?.kind === "type" ? last.name : "";
}
