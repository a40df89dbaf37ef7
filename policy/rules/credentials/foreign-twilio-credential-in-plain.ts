import type { ResourceValidationPolicy } from "@pulumi/policy";
import { describes, namesCredentials } from "../../credentials/names";
import { belongsToAnother } from "../../credentials/ownership";
import { SAYS_TWILIO } from "../../credentials/twilioCredentials";
import { isEncrypted, isReference } from "../../credentials/harmlessValues";
import type { LocatedFinding } from "../../report/message";
import { run, type ShownResource } from "../../run/run";
import { decodings } from "../../search/decode/decodings";
import type { Finding } from "../../search/inspector";
import { bareSecrets, secretTitle } from "../../search/twilio/secrets";
import type { Leaf } from "../../tree/leaves";
import { UNKNOWN } from "../../tree/tree";
import { findInTexts } from "./findInTexts";
import { plaintextLeaves } from "./plaintextLeaves";
import { reportFindings } from "./reportFindings";

/** Longer texts are not checked for a bare secret: 32 characters stay shorter, even with an escape for each of them. */
const LONGEST_TEXT = 1024;

const FIX =
  "Remove it, store it in Secrets Manager, and name the secret's ARN in the container's `secrets`.";

/** Finds Twilio credentials that are not in the stack's config, by their shape or by the names around them. */
export const foreignCredentialInPlain: ResourceValidationPolicy = {
  name: "foreign-twilio-credential-in-plain",
  description: "No Twilio credential from outside the stack's config is in plaintext.",
  enforcementLevel: "mandatory",
  severity: "critical",
  url: "https://www.twilio.com/docs/iam/api-keys",
  remediationSteps:
    "Remove the value, store it in Secrets Manager, and name the secret's ARN in the container's `secrets`. If the credential was real, replace it at Twilio.",
  async validateResource(args, reportViolation) {
    await reportFindings(args, await foreignCredentialsIn(args), FIX, reportViolation);
  },
};

/** Finds foreign credentials in the plaintext of a resource. `own-credential-in-plain` reports the stack's own ones. */
export async function foreignCredentialsIn(resource: ShownResource): Promise<LocatedFinding[]> {
  const { inspector } = run.guardedValues;
  const texts = (await plaintextLeaves(resource)).filter(
    ({ kind }) => kind !== "whole" && kind !== "joined",
  );
  const byText = findInTexts(
    texts,
    inspector,
    ({ evidence }) => evidence === "shape" || evidence === "context",
  );
  const aboutTwilio = texts.some(mentionsTwilio);
  const byName = texts
    .filter((leaf) => aboutTwilio && isNamedLikeCredential(leaf))
    .map((leaf): LocatedFinding => ({ leaf, finding: contextFinding(leaf) }));
  return [...byText, ...byName].filter(({ leaf }) => !isOwnText(leaf));
}

function mentionsTwilio({ text, name }: Leaf): boolean {
  return SAYS_TWILIO.test(name) || (text !== UNKNOWN && SAYS_TWILIO.test(text));
}

/** Whether a text is a secret of 32 random characters under a name such as `AUTH_TOKEN`, which does not say Twilio itself. */
function isNamedLikeCredential({ text, name, kind, owners }: Leaf): boolean {
  if (text === UNKNOWN || kind === "key" || !namesCredentials(name)) return false;
  // Many services have an API key. Twilio calls its own a SID.
  if (/^api[_-]?key$/i.test(name)) return false;
  return !belongsToAnother(name, owners) && !describes(name) && secretIn(text) !== undefined;
}

/** The secret in a text. The text may be encoded once. */
function secretIn(text: string): string | undefined {
  if (text.length > LONGEST_TEXT || isReference(text) || isEncrypted(text)) return undefined;
  return [text, ...decodings(text).map((decoding) => decoding.text)].flatMap(bareSecrets)[0];
}

function contextFinding({ text }: Leaf): Finding {
  const title = secretTitle(text === UNKNOWN ? "" : (secretIn(text) ?? ""));
  return { evidence: "context", title, encodings: [] };
}

function isOwnText(leaf: Leaf): boolean {
  return run.guardedValues.inspector
    .inspectLeaf(leaf)
    .findings.some(({ evidence }) => evidence === "own value");
}
