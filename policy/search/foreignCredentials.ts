import { basicPasswordsIn } from "./basicHeaders";
import { twilioNameVerdict } from "../credentials/names";
import { SAYS_TWILIO } from "../credentials/twilioCredentials";
import { withTwilioSpelled } from "../tree/twilioSpelling";
import type { Leaf } from "../tree/leaves";
import { VAULT_PLUGIN } from "../tree/owners";
import { assignmentsIn } from "./assignments";
import { withSecretsDecoded } from "./decode/encodedSecrets";
import { credentialNamed } from "./judgement";
import { placeInText } from "./placeInText";
import { isExampleFile, isInAngleBrackets, placeOf, type Place } from "./places";
import { statementsIn, type Statement } from "./statements";
import { comparedIn } from "./twilio/comparedValues";
import { secretsIn, secretTitle, sidsIn } from "./twilio/secrets";
import { secretsByName } from "./twilio/secretsByName";
import { isSentToTwilio } from "./twilio/sentToTwilio";

/** A Twilio credential that no stack config holds, or a name that stands for one. */
export interface ForeignCredential {
  readonly title: string;
  /** Whether its shape proves it, the names around it, or a name that is given a value. */
  readonly evidence: "shape" | "context" | "assignment";
}

/** Most arguments of a call that gives a name a value. */
const MOST_ARGUMENTS = 2;

/** Fewest characters of a text that holds a SID and, behind a colon, its secret. */
const SHORTEST_PAIR = 67;

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
    ...secretsByName({ text, statements, compared, leaf, depth }).map(context),
    ...namesGivenValues(text, statements, leaf),
  ];
}

function context(secret: string): ForeignCredential {
  return { title: secretTitle(secret), evidence: "context" };
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
  const stated = new Set<string>();
  for (const statement of statements) {
    if (isExample && statement.text === "") continue;
    // A sentence may have a remark in brackets: `in Vault (secret/twilio, mount kv_1)`.
    if (Number(statement.path.at(-1)) >= MOST_ARGUMENTS) continue;
    const inText = (): Place => placeInText(statement, isProse, outside);
    const title = credentialNamed(statement, statement.text, inText, stated);
    if (title !== undefined) stated.add(title);
  }
  const fillsAngleBrackets = place?.fillsAngleBrackets === true || text.includes(VAULT_PLUGIN);
  const assigned = assignmentsIn(text, isProse).flatMap(({ name, value }) => {
    if (isExample && value === "") return [];
    if (fillsAngleBrackets && isInAngleBrackets(value)) return [];
    const verdict = twilioNameVerdict(name);
    return verdict === undefined ? [] : [verdict.credential ?? "a Twilio secret"];
  });
  return [...stated, ...assigned].map((title) => ({ title, evidence: "assignment" }));
}
