import { basicPasswordsIn } from "./basicHeaders";
import { isEncrypted, isReference } from "../credentials/harmlessValues";
import { twilioNameVerdict } from "../credentials/names";
import { SAYS_TWILIO } from "../credentials/twilioCredentials";
import { withTwilioSpelled } from "../tree/twilioSpelling";
import type { Leaf } from "../tree/leaves";
import { VAULT_PLUGIN } from "../tree/owners";
import { assignmentsIn } from "./assignments";
import { decodings } from "./decode/decodings";
import { withSecretsDecoded } from "./decode/encodedSecrets";
import { credentialNamed, isNamedAsCredential } from "./judgement";
import { secretsOfOthers } from "./otherServices";
import { placeInText } from "./placeInText";
import { isExampleFile, isInAngleBrackets, placeOf } from "./places";
import { statementsIn, type Statement } from "./statements";
import { isNextToSid } from "./twilio/nextToSid";
import { namesHandedToTwilio } from "./twilio/handedToTwilio";
import { libraryNames } from "./twilio/libraryNames";
import { isInCaller, isNamedInText } from "./twilio/namedInText";
import { comparedIn } from "./twilio/comparedValues";
import { isOfWord } from "./twilio/otherNames";
import { assignedBefore, lastPart, nameBefore, REACH } from "./twilio/nameBefore";
import { bareSecrets, type Secret, secretsIn, secretTitle, sidsIn } from "./twilio/secrets";
import { callsOnlyTwilio, isSentToTwilio } from "./twilio/sentToTwilio";

/** A Twilio credential that no stack config holds, or a name that stands for one. */
export interface ForeignCredential {
  readonly title: string;
  /** Whether its shape proves it, the names around it, or a name that is given a value. */
  readonly evidence: "shape" | "context" | "assignment";
}

/** Longest value that is a secret of 32 characters, escaped character by character, or that is about one. */
const LONGEST_VALUE = 1024;

/** Fewest characters of a text that holds an auth token or an API key secret. */
const SHORTEST_SECRET = 32;

/** Fewest characters of a text that holds a SID and, behind a colon, its secret. */
const SHORTEST_PAIR = 67;

/** An address with a user's password in it. */
const ADDRESS = /^["']?[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/@]{0,100}:[0-9A-Za-z]{32}@/i;

/** An address of a database, a cache, a broker or a mail server, whose password is its own whatever it is called. */
const ADDRESS_OF_STORE =
  /^["']?(?:jdbc:)?(?:rediss?|valkey|postgres(?:ql)?|mysql|mariadb|mongodb|amqps?|nats|kafka|memcached|clickhouse|cassandra|mssql|sqlserver|oracle|smtps?|imaps?|ldaps?|s?ftp|elasticsearch)(?:\+\w+)?:/i;

/** A user and a password, as a `Basic` header holds them in base64, and curl takes them. */
const BASIC = /^[\w.@+-]{1,80}:[0-9A-Za-z]{32}$/;

/** The value of an `Authorization` header. */
const HEADER = /^(?:Bearer|Token) [0-9A-Za-z]{32}$/i;

/** Layers of encoding that are taken off a value before the names around it say nothing of it any more. */
const DEEPEST = 1;

/**
 * Every Twilio credential in a text, by its shape, by the names around it, or by a name that is given a value.
 * @param asWritten the text, in which Twilio's name may be misspelt.
 * @param leaf the text's place in a resource; `undefined` where nothing around it speaks of Twilio.
 * @param depth how many layers of encoding were around the text.
 */
export function foreignCredentials(
  asWritten: string,
  leaf: Leaf | undefined,
  depth: number,
): ForeignCredential[] {
  const text = withSecretsDecoded(withTwilioSpelled(asWritten));
  const bySids = sidsIn(text).map((title): ForeignCredential => ({ title, evidence: "shape" }));
  const concerns =
    leaf !== undefined && (leaf.owners?.saysTwilio === true || /twilio/i.test(leaf.name));
  if (!concerns && !SAYS_TWILIO.test(text)) {
    if (text.length < SHORTEST_PAIR) return bySids;
    const secrets = secretsIn(text).filter(({ index }) => isSentToTwilio(text, index, undefined));
    return [...bySids, ...secrets.map(({ secret }) => context(secret))];
  }
  const compared = comparedIn(text);
  const statements = statementsIn(text, leaf?.path ?? [], leaf?.owners).filter(
    (statement) => !compared.has(statement.text),
  );
  return [
    ...bySids,
    ...basicPasswordsIn(text).map(context),
    ...secretsByName(text, statements, compared, leaf, depth).map(context),
    ...namesGivenValues(text, statements, leaf),
  ];
}

/** What a value holds with one layer of encoding taken off: the data of a Kubernetes Secret are in base64. */
function decoded(value: string): string[] {
  return value.length < 40 ? [] : decodings(value).map(({ text }) => text);
}

function context(secret: string): ForeignCredential {
  return { title: secretTitle(secret), evidence: "context" };
}

function secretsByName(
  text: string,
  statements: readonly Statement[],
  compared: ReadonlySet<string>,
  leaf: Leaf | undefined,
  depth: number,
): string[] {
  if (text.length < SHORTEST_SECRET) return [];
  const secrets = secretsIn(text).filter(({ secret }) => !compared.has(secret));
  const others =
    secrets.length === 0 ? new Set<string>() : secretsOfOthers(statements, leaf?.path.length ?? 0);
  const stated = statements.flatMap((statement) => {
    const { text: value } = statement;
    if (value.length < SHORTEST_SECRET || isReference(value) || isEncrypted(value)) return [];
    if (!isNamedAsCredential(statement) || (statement.name === "" && isOfWord(value))) return [];
    const found =
      value.length > LONGEST_VALUE
        ? bareSecrets(value)
        : [value, ...decoded(value)].flatMap(bareSecrets);
    // The lines of a text, such as a file, have names of their own.
    const own = value.includes("\n") ? found.filter((secret) => !others.has(secret)) : found;
    return own.filter((secret) => !compared.has(secret));
  });
  if (secrets.length === 0) return stated;
  const aboutTwilio = leaf !== undefined && isNamedAsCredential({ ...leaf, name: "token" });
  const library = libraryNames(text);
  const handed = namesHandedToTwilio(text, library);
  const onlyTwilio = callsOnlyTwilio(text);
  const isTwilios = ({ secret, index }: Secret): boolean => {
    if (isSentToTwilio(text, index, onlyTwilio, library) || isNextToSid(text, index)) return true;
    if (handed.size > 0) {
      const before = text.slice(Math.max(0, index - REACH), index);
      if (handed.has(lastPart(nameBefore(before))) || handed.has(assignedBefore(before)))
        return true;
    }
    if (others.has(secret) && !isInCaller(text, index)) return false;
    return isNamedInText(text, index, aboutTwilio);
  };
  return [
    ...stated,
    ...firstOfEachTitle(secrets, new Set(stated.map(secretTitle)), isTwilios),
    ...secretsOfLeaf(text, others, leaf, depth).filter((secret) => !compared.has(secret)),
  ];
}

/** The first of Twilio's secrets for each title that is not known yet. Messages tell no more, so not every secret of a text is judged. */
function firstOfEachTitle(
  secrets: readonly Secret[],
  titles: Set<string>,
  isTwilios: (secret: Secret) => boolean,
): string[] {
  return secrets.flatMap((each) => {
    const title = secretTitle(each.secret);
    if (titles.has(title) || !isTwilios(each)) return [];
    titles.add(title);
    return [each.secret];
  });
}

/** The secrets that a value is, or that it holds with one layer of encoding taken off, under a name that makes it a credential. */
function secretsOfLeaf(
  text: string,
  others: ReadonlySet<string>,
  leaf: Leaf | undefined,
  depth: number,
): string[] {
  if (leaf === undefined || depth > DEEPEST || text.length > LONGEST_VALUE) return [];
  if (isReference(text) || ADDRESS_OF_STORE.test(text)) return [];
  const signsIn =
    (BASIC.test(text) && (depth === 1 || leaf.named === "option")) || HEADER.test(text);
  if (signsIn && leaf.owners?.saysTwilio === true) return bareSecrets(text);
  // The name of an address describes it; what it signs in with is a credential all the same.
  if (ADDRESS.test(text) && /twilio/i.test(leaf.name)) return bareSecrets(text);
  if (!isNamedAsCredential(leaf)) return [];
  return bareSecrets(text).filter((secret) => !others.has(secret));
}

function namesGivenValues(
  text: string,
  statements: readonly Statement[],
  leaf: Leaf | undefined,
): ForeignCredential[] {
  const place = leaf === undefined ? undefined : placeOf(leaf);
  const outside = leaf?.path.length ?? 0;
  const isProse = place?.isProse === true;
  const isExample = leaf !== undefined && isExampleFile(leaf);
  const stated = statements.flatMap((statement) => {
    if (isExample && statement.text === "") return [];
    const title = credentialNamed(statement, statement.text, () =>
      placeInText(statement, isProse, outside),
    );
    return title === undefined ? [] : [title];
  });
  const fillsAngleBrackets = place?.fillsAngleBrackets === true || text.includes(VAULT_PLUGIN);
  const assigned = assignmentsIn(text, isProse).flatMap(({ name, value }) => {
    if (isExample && value === "") return [];
    if (fillsAngleBrackets && isInAngleBrackets(value)) return [];
    const verdict = twilioNameVerdict(name);
    return verdict === undefined ? [] : [verdict.credential ?? "a Twilio secret"];
  });
  return [...stated, ...assigned].map((title) => ({ title, evidence: "assignment" }));
}
