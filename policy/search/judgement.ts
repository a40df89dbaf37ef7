import { describes, isConfidential, twilioNameVerdict } from "../credentials/names";
import {
  endsInAnotherService,
  isCredentialName,
  isKeyInProgram,
  isListed,
  mayHoldCredential,
  saysOnlyCredential,
  twilioOwnership,
} from "../credentials/ownership";
import { speakingName } from "../credentials/speakingName";
import {
  isEncrypted,
  isMasked,
  isOrdinarySetting,
  isPlaceholder,
  isReference,
  isTemplate,
  looksLikeCredential,
} from "../credentials/harmlessValues";
import type { Owner } from "../tree/owners";
import { isInAngleBrackets, placeOf, type NamedValue, type Place } from "./places";

/** Whether the names around a value say that it is a Twilio credential, if it looks like one. */
export function isNamedAsCredential({ name: own, owners, named, path }: NamedValue): boolean {
  const name = speakingName(own, owners);
  const ownership = twilioOwnership(name, owners);
  if (ownership === undefined) return false;
  if ((isListed(owners) && !isCredentialName(name)) || isKeyInProgram(name, owners)) return false;
  if (ownership === "title" && SECRET_KEY.test(name) && !isTitledTwilio(owners)) return false;
  const isValue =
    named === "pair" || /^(?:value|default|insecureValue|stdin)$/i.test(String(path.at(-1)));
  const isTitled = isValue && !isInList(path) && isTitledCredential(name, owners);
  if (!isTitled && !mayHoldCredential(name, ownership)) return false;
  return named === "pair" || !isPackage(name);
}

/** Fewest characters of what a Sealed Secret makes of a credential. */
const SHORTEST_SEALED = 60;

/** Whether a value stands in the `encryptedData` of a Sealed Secret, and is too long to be the credential itself. */
function isSealed(owners: Owner | undefined, text: string): boolean {
  return owners?.outer?.name === "encryptedData" && text.length >= SHORTEST_SEALED;
}

/** The name of an application's own secret, and of the secret of an API key. */
const SECRET_KEY = /^secret[_-]?key$/i;

/** Whether the nearest name that says Twilio says nothing else. `twilio-notifier` says more: it is an application. */
function isTitledTwilio(owners: Owner | undefined): boolean {
  let owner = owners;
  while (owner !== undefined && !/twilio/i.test(owner.name)) owner = owner.outer;
  return owner !== undefined && saysOnlyCredential(owner.name.replace(/twilio/i, ""));
}

/** Whether a name alone is one of a Twilio credential, such as a path in a command: `/prod/twilio/token`. */
export function isCredentialsName(name: string): boolean {
  return twilioNameVerdict(name) !== undefined || mayHoldCredential(name, "owner");
}

/** A number beside a provider, as in an answer of an API or a task of Ansible: `{ provider: "twilio", number }`. It may be anybody's. */
const ANY_NUMBER = /^twilio\.(?:number|phone|from_?number)$/i;

/**
 * The credential that a value stands for by its name, or `undefined`. A setting that is handed to a program counts whatever it
 * holds, nothing too; anywhere else, a name counts with a value that looks like a credential or a placeholder.
 *
 * It finds `TWILIO_AUTH_TOKEN` with `configured` in a container's environment, and with `changeme` in a tag; it leaves
 * `configured` in a tag alone.
 * @param known credentials that need not be found again.
 */
export function credentialNamed(
  value: NamedValue,
  text: string,
  placeOfValue: (value: NamedValue) => Place = placeOf,
  known?: ReadonlySet<string>,
): string | undefined {
  if (value.kind !== "setting" || isSealed(value.owners, text)) return undefined;
  const verdict = verdictOf(value);
  if (verdict === undefined) return undefined;
  const title = verdict.credential ?? "a Twilio secret";
  if (known?.has(title) === true || isReference(text) || isEncrypted(text)) return undefined;
  if (value.named === "option" && text.startsWith("-")) return undefined;
  // Read last, key by key: most values of a text have no name of Twilio's.
  const place = placeOfValue(value);
  if (isFilledIn(text, place) || (!place.isSetting && isListed(value.owners))) return undefined;
  const counts = place.isSetting
    ? verdict.takesReferencesOnly || !isOrdinarySetting(text)
    : isStandIn(text, verdict.credential === "TWILIO_PHONE_NUMBER" && !ANY_NUMBER.test(value.name));
  return counts ? title : undefined;
}

/** Whether a value looks like a credential, or stands where one is to come. */
export function isStandIn(text: string, asPhoneNumber = false): boolean {
  return isPlaceholder(text) || looksLikeCredential(text, asPhoneNumber);
}

/** Whether something puts another value in the place of this one. Nothing does so in the environment of a container or a Lambda. */
function isFilledIn(text: string, { isEnvironment, fillsAngleBrackets }: Place): boolean {
  if (isEnvironment) return false;
  return isTemplate(text) || isMasked(text) || (fillsAngleBrackets && isInAngleBrackets(text));
}

function verdictOf({ name, owners }: NamedValue): ReturnType<typeof twilioNameVerdict> {
  if (endsInAnotherService(name)) return undefined;
  const verdict = twilioNameVerdict(name);
  if (verdict !== undefined || /twilio/i.test(name)) return verdict;
  const isOwned =
    twilioOwnership(name, owners) === "owner" &&
    mayHoldCredential(name, "owner") &&
    saysOnlyCredential(name) &&
    !/key$/i.test(name);
  return isOwned ? twilioNameVerdict(`twilio.${name}`) : undefined;
}

/** The type of a resource in Terraform that is one value. */
const SSM_PARAMETER = "aws_ssm_parameter";

/** Whether a pair stands in a resource that is called a credential, as a parameter does that the program calls `twilio-auth-token`. */
function isTitledCredential(name: string, owners: Owner | undefined): boolean {
  if (describes(name)) return false;
  for (let owner = owners; owner !== undefined; owner = owner.outer) {
    // A block of HCL has its name as a label: `resource "aws_ssm_parameter" "twilio_auth_token"`.
    const isLabel = owner.kind === "key" && owner.outer?.name === SSM_PARAMETER;
    if ((isLabel || owner.kind === "title") && isCredentialsTitle(owner.name)) return true;
  }
  return false;
}

/** Whether a title is that of a credential: `twilio-auth-token`, `twilio-auth`. */
function isCredentialsTitle(title: string): boolean {
  if (twilioNameVerdict(title) !== undefined) return true;
  return /^twilio[_-](?:auth|login|credentials?|creds)$/i.test(title);
}

/** Whether a pair is one of several in a list, such as the tags of a resource, and so is not what the resource is about. */
function isInList(path: NamedValue["path"]): boolean {
  return typeof path.at(-2) === "number";
}

/** Whether a name is a package's, next to which a digest stands. */
function isPackage(name: string): boolean {
  return /^[\w.@-]+\/[\w./-]+$/.test(name) && !isConfidential(name);
}
