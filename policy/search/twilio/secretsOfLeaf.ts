import { isReference } from "../../credentials/harmlessValues";
import { twilioNameVerdict } from "../../credentials/names";
import { endsInAnotherService, namesAnother, twilioOwnership } from "../../credentials/ownership";
import type { Leaf } from "../../tree/leaves";
import { isNamedAsCredential } from "../judgement";
import type { SecretsOfOthers } from "../otherServices";
import { bareSecrets } from "./secrets";
import type { NamedText } from "./namedText";

/** Longest value that is a secret of 32 characters, escaped character by character, or that is about one. */
export const LONGEST_VALUE = 1024;

/** An address with a user's password in it. */
const ADDRESS = /^["']?[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@]{0,100}:[0-9A-Za-z]{32}@/i;

/** An address of a database, a cache, a broker or a mail server, whose password is its own whatever it is called. */
const ADDRESS_OF_STORE =
  /^["']?(?:jdbc:)?(?:rediss?|valkey|postgres(?:ql)?|mysql|mariadb|mongodb|amqps?|nats|kafka|memcached|clickhouse|cassandra|mssql|sqlserver|oracle|smtps?|imaps?|ldaps?|s?ftp|elasticsearch)(?:\+\w+)?:/i;

/** A user and a password, as a `Basic` header holds them in base64, and curl takes them. */
const BASIC = /^[\w.@+-]{1,80}:[0-9A-Za-z]{32}$/;

/** The value of an `Authorization` header. */
const HEADER = /^(?:Bearer|Token) [0-9A-Za-z]{32}$/i;

/** A text that is a secret and nothing else, as a file for one secret is. */
const IS_SECRET = /^\s{0,8}[0-9A-Za-z]{32}\s{0,8}$/;

/** Keys of the text of a file. */
const CONTENT_KEY = /^(?:source|content|text)$/;

/** Layers of encoding that are taken off a value before the names around it say nothing of it any more. */
const DEEPEST = 1;

/** The secrets that a value is, or that it holds with one layer of encoding taken off, under a name that makes it a credential. */
export function secretsOfLeaf({ text, leaf, depth }: NamedText, others: SecretsOfOthers): string[] {
  if (leaf === undefined || depth > DEEPEST || text.length > LONGEST_VALUE) return [];
  if (isReference(text) || ADDRESS_OF_STORE.test(text)) return [];
  if (IS_SECRET.test(text) && isFileOfCredential(leaf)) return bareSecrets(text);
  const signsIn =
    (BASIC.test(text) && (depth === 1 || leaf.named === "option")) || HEADER.test(text);
  if (signsIn && leaf.owners?.saysTwilio === true) return bareSecrets(text);
  // The name of an address describes it; what it signs in with is a credential all the same.
  if (ADDRESS.test(text) && twilioOwnership(leaf.name, leaf.owners) && !namesAnother(text)) {
    return bareSecrets(text);
  }
  if (!isNamedAsCredential(leaf)) return [];
  return bareSecrets(text).filter((secret) => !others.has(secret));
}

/** Whether a text is a file that has the name of a credential, such as `secrets/twilio-auth-token`. */
function isFileOfCredential({ path, owners }: Leaf): boolean {
  if (!path.every((key) => CONTENT_KEY.test(String(key)))) return false;
  for (let owner = owners; owner !== undefined; owner = owner.outer) {
    if (owner.kind !== "title" || endsInAnotherService(owner.name)) continue;
    if (twilioNameVerdict(owner.name) !== undefined) return true;
  }
  return false;
}
