import { isEncrypted, isReference } from "../../credentials/harmlessValues";
import { twilioNameVerdict } from "../../credentials/names";
import { endsInAnotherService, namesAnother, twilioOwnership } from "../../credentials/ownership";
import type { Leaf } from "../../tree/leaves";
import { decodings } from "../decode/decodings";
import { isNamedAsCredential } from "../judgement";
import { secretsOfOthers, type SecretsOfOthers } from "../otherServices";
import type { Statement } from "../statements";
import { namesHandedToTwilio } from "./handedToTwilio";
import { libraryNames } from "./libraryNames";
import { isBelowChoice, isReturnedForTwilio } from "./named/choices";
import { assignedBefore } from "./named/assignedBefore";
import { lastPart, nameBefore, REACH } from "./named/nameBefore";
import { isInCaller, isNamedInText } from "./named/namedInText";
import { isBelowComment } from "./named/sections";
import { isCredentialInSentence } from "./named/sentences";
import { isNextToSid } from "./nextToSid";
import { hasOtherName } from "./otherNames";
import { bareSecrets, type Secret, secretsIn, secretTitle } from "./secrets";
import { callsOnlyTwilio, isSentToTwilio } from "./sentToTwilio";

/** Longest value that is a secret of 32 characters, escaped character by character, or that is about one. */
const LONGEST_VALUE = 1024;

/** Fewest characters of a text that holds an auth token or an API key secret. */
const SHORTEST_SECRET = 32;

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

const NONE: SecretsOfOthers = new Map();

/** A text that says Twilio, or that stands under a name that does. */
export interface NamedText {
  readonly text: string;
  /** What the text gives its names. */
  readonly statements: readonly Statement[];
  /** Values that a test in the text only compares something with. */
  readonly compared: ReadonlySet<string>;
  /** The text's place in a resource, if something around it speaks of Twilio. */
  readonly leaf: Leaf | undefined;
  /** How many layers of encoding were around the text. */
  readonly depth: number;
}

/**
 * The secrets in a text that the names around them make Twilio's, at least one for each title. It finds the value in
 * `TWILIO_SECRET=…`, and leaves the one in `TWILIO_ETAG=…` alone.
 */
export function secretsByName(named: NamedText): string[] {
  const { text, statements, compared, leaf } = named;
  if (text.length < SHORTEST_SECRET) return [];
  const secrets = secretsIn(text).filter(({ secret }) => !compared.has(secret));
  const others = secrets.length === 0 ? NONE : secretsOfOthers(statements, leaf);
  const stated = statedSecrets(named, others);
  if (secrets.length === 0) return stated;
  const ofLeaf = secretsOfLeaf(named, others).filter((secret) => !compared.has(secret));
  const known = [...stated, ...ofLeaf];
  const titles = new Set(known.map(secretTitle));
  const undecided = secrets.filter(({ secret }) => !titles.has(secretTitle(secret)));
  // What stands around a secret in the text takes the longest to read.
  return undecided.length === 0
    ? known
    : [...known, ...firstOfEachTitle(undecided, judgeOf(named, others))];
}

/** The secrets that a text gives names which make them credentials, at least one for each title. */
function statedSecrets({ statements, compared }: NamedText, others: SecretsOfOthers): string[] {
  const stated: string[] = [];
  const titles = new Set<string>();
  for (const statement of statements) {
    // A table may hold ten thousand secrets of one title.
    const isKnown =
      statement.text.length === SHORTEST_SECRET && titles.has(secretTitle(statement.text));
    if (isKnown) continue;
    for (const secret of secretsOfStatement(statement, others)) {
      if (compared.has(secret)) continue;
      stated.push(secret);
      titles.add(secretTitle(secret));
    }
  }
  return stated;
}

function secretsOfStatement(statement: Statement, others: SecretsOfOthers): string[] {
  const { text: value } = statement;
  if (value.length < SHORTEST_SECRET || isReference(value) || isEncrypted(value)) return [];
  if (!isNamedAsCredential(statement) || (statement.name === "" && hasOtherName(value))) return [];
  const found =
    value.length > LONGEST_VALUE
      ? bareSecrets(value)
      : [value, ...decoded(value)].flatMap(bareSecrets);
  // The lines of a text, such as a file, have names of their own.
  return value.includes("\n") ? found.filter((secret) => !others.has(secret)) : found;
}

/** What a value holds with one layer of encoding taken off: the data of a Kubernetes Secret are in base64. */
function decoded(value: string): string[] {
  return value.length < 40 ? [] : decodings(value).map(({ text }) => text);
}

/** Says of each secret in a text whether what stands around it makes it Twilio's. */
function judgeOf({ text, leaf }: NamedText, others: SecretsOfOthers): (secret: Secret) => boolean {
  const aboutTwilio = leaf !== undefined && isNamedAsCredential({ ...leaf, name: "token" });
  const library = libraryNames(text);
  const handed = namesHandedToTwilio(text, library);
  const onlyTwilio = callsOnlyTwilio(text);
  return ({ secret, index }) => {
    if (isSentToTwilio(text, index, onlyTwilio, library)) return true;
    const other = others.get(secret);
    if (other !== "named" && isNextToSid(text, index, other === "elsewhere")) return true;
    if (handed.size > 0) {
      const before = text.slice(Math.max(0, index - REACH), index);
      if (handed.has(lastPart(nameBefore(before))) || handed.has(assignedBefore(before)))
        return true;
    }
    if (others.has(secret) && !saysMoreThanBlock(text, index)) return false;
    return isNamedInText(text, index, aboutTwilio);
  };
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

/** Whether the lines around a secret say whose it is, whatever the block says in which it stands. */
function saysMoreThanBlock(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - REACH), index);
  const after = text.slice(index + 32, index + REACH);
  return (
    isInCaller(text, index) ||
    isBelowChoice(before) ||
    isReturnedForTwilio(before) ||
    isBelowComment(before) ||
    isCredentialInSentence(before, after)
  );
}

/** The first of Twilio's secrets for each title. Messages name titles only, so no further secret has to be judged. */
function firstOfEachTitle(
  secrets: readonly Secret[],
  isTwilios: (secret: Secret) => boolean,
): string[] {
  const titles = new Set<string>();
  return secrets.flatMap((each) => {
    const title = secretTitle(each.secret);
    if (titles.has(title) || !isTwilios(each)) return [];
    titles.add(title);
    return [each.secret];
  });
}

/** The secrets that a value is, or that it holds with one layer of encoding taken off, under a name that makes it a credential. */
function secretsOfLeaf({ text, leaf, depth }: NamedText, others: SecretsOfOthers): string[] {
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
