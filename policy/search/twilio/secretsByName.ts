import { isEncrypted, isReference } from "../../credentials/harmlessValues";
import { decodings } from "../decode/decodings";
import { isNamedAsCredential } from "../judgement";
import { secretsOfOthers, type Reason, type SecretsOfOthers } from "../otherServices";
import type { Statement } from "../statements";
import { namesHandedToTwilio } from "./handedToTwilio";
import { libraryNames } from "./libraryNames";
import { isGivenAsExample, isHelpOnCredential, isKeptInDescription } from "./named/helpTexts";
import { isBelowChoice, isReturnedForTwilio } from "./named/choices";
import { assignedBefore } from "./named/assignedBefore";
import { lastPart, nameBefore, REACH } from "./named/nameBefore";
import { isInCaller, isNamedInText } from "./named/namedInText";
import { isBelowComment } from "./named/sections";
import { isCredentialInSentence } from "./named/sentences";
import { isNextToSid } from "./nextToSid";
import type { NamedText } from "./namedText";
import { hasOtherName } from "./otherNames";
import { LONGEST_VALUE, secretsOfLeaf } from "./secretsOfLeaf";
import { bareSecrets, type Secret, secretsIn, secretTitle } from "./secrets";
import { callsOnlyTwilio, isSentToTwilio } from "./sentToTwilio";

/** Fewest characters of a text that holds an auth token or an API key secret. */
const SHORTEST_SECRET = 32;

const NONE: SecretsOfOthers = new Map();

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
  if (isHelpOnCredential(statement)) {
    const examples = secretsIn(value).filter(({ index }) => isGivenAsExample(value, index));
    return examples.map(({ secret }) => secret);
  }
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
  const saysTwilio = leaf !== undefined && (aboutTwilio || /twilio/i.test(text));
  const inHelp = leaf !== undefined && isHelpOnCredential(leaf);
  return ({ secret, index }) => {
    if (inHelp && isGivenAsExample(text, index)) return true;
    if (saysTwilio && isKeptInDescription(leaf, text, index)) return true;
    if (isSentToTwilio(text, index, onlyTwilio, library)) return true;
    const other = others.get(secret);
    if (other !== "named" && isNextToSid(text, index, other !== undefined)) return true;
    if (handed.size > 0) {
      const before = text.slice(Math.max(0, index - REACH), index);
      if (handed.has(lastPart(nameBefore(before))) || handed.has(assignedBefore(before)))
        return true;
    }
    if (other !== undefined && !saysMoreThanBlock(text, index, other)) return false;
    return isNamedInText(text, index, aboutTwilio);
  };
}

/** Whether the lines around a secret say whose it is, whatever the block says in which it stands. */
function saysMoreThanBlock(text: string, index: number, other: Reason): boolean {
  const before = text.slice(Math.max(0, index - REACH), index);
  const after = text.slice(index + 32, index + REACH);
  return (
    (other !== "provider" && isInCaller(text, index)) ||
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
