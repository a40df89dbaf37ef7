import type { ResourceValidationPolicy } from "@pulumi/policy";
import { describes } from "../credentials/names";
import { message } from "../report/message";
import { decodings } from "../search/decodings";
import { guard } from "../search/guard";
import type { Finding } from "../search/inspector";
import { isOpaque } from "../search/opaque";
import { secretTitle } from "../search/twilioShapes";
import type { Leaf } from "../tree/leaves";
import { UNKNOWN } from "../tree/tree";
import { locate, type Located } from "./locate";
import { plainTexts, type ShownResource } from "./plainTexts";

/** Longest text that is nothing but a secret of 32 characters, escaped character by character. */
const LONGEST_SECRET = 256;

const CURE =
  "Take it out, keep it in Secrets Manager, and name the secret's ARN in the container's `secrets`.";

/** Twilio credentials that the stack's config does not hold, by their shape or by a Twilio name beside them. */
export const foreignCredentialInPlain: ResourceValidationPolicy = {
  name: "foreign-twilio-credential-in-plain",
  description: "No Twilio credential from outside the stack's config stands in plain.",
  enforcementLevel: "mandatory",
  severity: "critical",
  url: "https://www.twilio.com/docs/iam/api-keys",
  remediationSteps:
    "Remove the value, put it into Secrets Manager, and name the secret's ARN in the container's `secrets`. Replace the credential at Twilio if it was real.",
  async validateResource(args, reportViolation) {
    for (const each of await foreignCredentialsIn(args)) {
      reportViolation(message(args, each, guard().mask, CURE));
    }
  },
};

/** The foreign credentials in the plain texts of a resource; own ones are another rule's. */
export async function foreignCredentialsIn(resource: ShownResource): Promise<Located[]> {
  const { inspector } = guard();
  const texts = (await plainTexts(resource)).filter(
    ({ kind }) => kind !== "whole" && kind !== "joined",
  );
  const byText = locate(
    texts,
    inspector,
    ({ evidence }) => evidence === "shape" || evidence === "context",
  );
  const byName = texts
    .filter(isSecretUnderTwilioName)
    .map((leaf): Located => ({ leaf, finding: contextFinding(leaf) }));
  return [...byText, ...byName].filter(({ leaf }) => !isOwnText(leaf));
}

/** 32 letters and digits drawn at random, under a name that says Twilio and does not speak of a digest or an identifier. */
function isSecretUnderTwilioName({ text, path, name, kind }: Leaf): boolean {
  if (text === UNKNOWN || kind === "key") return false;
  const underTwilio = [name, ...path].some(
    (part) => typeof part === "string" && /twilio/i.test(part),
  );
  return underTwilio && !describes(name) && secretIn(text) !== undefined;
}

/** The secret that a text is, by itself or with one layer of encoding taken off. */
function secretIn(text: string): string | undefined {
  if (text.length > LONGEST_SECRET) return undefined;
  return [text, ...decodings(text).map((decoding) => decoding.text)]
    .map((reading) => reading.trim())
    .find((reading) => /^[0-9A-Za-z]{32}$/.test(reading) && isOpaque(reading));
}

function contextFinding({ text }: Leaf): Finding {
  const title = secretTitle(text === UNKNOWN ? "" : (secretIn(text) ?? ""));
  return { evidence: "context", title, encodings: [] };
}

function isOwnText({ text }: Leaf): boolean {
  if (text === UNKNOWN) return false;
  return guard()
    .inspector.inspect(text)
    .findings.some(({ evidence }) => evidence === "own value");
}
