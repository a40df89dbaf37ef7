import type { ResourceValidationPolicy } from "@pulumi/policy";
import { describes, namesCredentials } from "../../credentials/names";
import { belongsToAnother } from "../../credentials/ownership";
import { isEncrypted, isReference } from "../../credentials/harmlessValues";
import type { LocatedFinding } from "../../report/message";
import { run, type ShownResource } from "../../run/run";
import { decodings } from "../../search/decode/decodings";
import type { Finding } from "../../search/inspector";
import { bareSecrets, secretTitle } from "../../search/twilioShapes";
import type { Leaf } from "../../tree/leaves";
import { UNKNOWN } from "../../tree/tree";
import { findInTexts } from "./findInTexts";
import { plaintextLeaves } from "./plaintextLeaves";
import { reportFindings } from "./reportFindings";

/** Longest text that is a secret of 32 characters, escaped character by character, or that is about one. */
const LONGEST_TEXT = 1024;

const FIX =
  "Take it out, keep it in Secrets Manager, and name the secret's ARN in the container's `secrets`.";

/** Twilio credentials that the stack's config does not hold, by their shape or by the names around them. */
export const foreignCredentialInPlain: ResourceValidationPolicy = {
  name: "foreign-twilio-credential-in-plain",
  description: "No Twilio credential from outside the stack's config is in plain text.",
  enforcementLevel: "mandatory",
  severity: "critical",
  url: "https://www.twilio.com/docs/iam/api-keys",
  remediationSteps:
    "Remove the value, put it into Secrets Manager, and name the secret's ARN in the container's `secrets`. Replace the credential at Twilio if it was real.",
  async validateResource(args, reportViolation) {
    await reportFindings(args, await foreignCredentialsIn(args), FIX, reportViolation);
  },
};

/** The foreign credentials in the plain texts of a resource; own ones are another rule's. */
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
  const aboutTwilio = texts.some(saysTwilio);
  const byName = texts
    .filter((leaf) => aboutTwilio && isNamedLikeTwilios(leaf))
    .map((leaf): LocatedFinding => ({ leaf, finding: contextFinding(leaf) }));
  return [...byText, ...byName].filter(({ leaf }) => !isOwnText(leaf));
}

function saysTwilio({ text, name }: Leaf): boolean {
  return /twilio/i.test(name) || (text !== UNKNOWN && /twilio/i.test(text));
}

/** 32 letters and digits drawn at random under a name such as `AUTH_TOKEN`, in a resource that is about Twilio. */
function isNamedLikeTwilios({ text, name, kind, owners }: Leaf): boolean {
  if (text === UNKNOWN || kind === "key" || !namesCredentials(name)) return false;
  return !belongsToAnother(name, owners) && !describes(name) && secretIn(text) !== undefined;
}

/** The secret that a text is or holds, by itself or with one layer of encoding taken off. */
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
