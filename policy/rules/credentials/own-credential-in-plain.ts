import type { ResourceValidationPolicy } from "@pulumi/policy";
import { DEFAULT_ENCRYPTED_PLACES } from "../../credentials/encryptedPlaces";
import type { LocatedFinding } from "../../report/message";
import { run, type ShownResource } from "../../run/run";
import type { Finding } from "../../search/inspector";
import { findInTexts, splitPhoneNumbers } from "./findInTexts";
import { plaintextLeaves } from "./plaintextLeaves";
import { reportFindings } from "./reportFindings";
import { checkConfig, placeList, schemaOf, textList, type RuleConfig } from "../settings";

const FIX =
  "Take it out, and let the container get it from Secrets Manager: in `secrets`, by the ARN of the stack's secret.";

/** Config keys whose values are guarded like the credentials. */
export const GUARDED_CONFIG_KEYS = textList(
  "guardedConfigKeys",
  "Further stack config keys, with their namespace or without, whose values may be in no plaintext place.",
  [],
);

/** Properties whose values the service that takes them keeps encrypted. */
export const ENCRYPTED_PLACES = placeList(
  "encryptedPlaces",
  "Properties that the service keeps encrypted, so that a credential may stand there: each a resource type, and the path of the property with dots.",
  DEFAULT_ENCRYPTED_PLACES,
);

/** The settings of this rule, which the rule about outputs has as well. */
export const SETTINGS = [GUARDED_CONFIG_KEYS, ENCRYPTED_PLACES];

const NAME = "own-credential-in-plain";

/** What this rule has reported of each resource, by the titles of the values: the rule about outputs does not say it again. */
export const reportedTitles = run.reportedBy(NAME);

/** The stack's own credentials, compared by value, are in no plaintext place of any resource. */
export const ownCredentialInPlain: ResourceValidationPolicy = {
  name: NAME,
  description: "No credential of this stack is in plain text, in whatever encoding.",
  enforcementLevel: "mandatory",
  severity: "critical",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "ECS.8",
    specification: "Secrets should not be passed as container environment variables",
  },
  remediationSteps:
    "Remove the value. Put it into the stack's Secrets Manager secret, and name the secret's ARN and key in the container's `secrets`. If the value has left the machine already, replace the credential at Twilio.",
  configSchema: schemaOf(SETTINGS),
  async validateResource(args, reportViolation) {
    applyConfig(NAME, args.getConfig());
    const findings = await ownCredentialsIn(args);
    const titles = findings.map(({ finding }) => finding.title);
    reportedTitles.keep(args.urn, titles);
    await reportFindings(args, findings, FIX, reportViolation);
  },
};

/**
 * Guards the values of the config keys that a rule's config names, and takes the properties that it names for encrypted.
 * @throws when the rule cannot follow its config
 */
export function applyConfig(rule: string, config: RuleConfig): void {
  checkConfig(rule, SETTINGS, config);
  run.addEncryptedPlaces(ENCRYPTED_PLACES.in(config));
  run.guardedValues.addConfigKeys(GUARDED_CONFIG_KEYS.in(config));
}

/** The stack's own values in the plain texts of a resource. */
export async function ownCredentialsIn(resource: ShownResource): Promise<LocatedFinding[]> {
  const { inspector } = run.guardedValues;
  const texts = await plaintextLeaves(resource);
  const whole = findInTexts(texts, inspector, isOwn);
  const titles = new Set(whole.map(({ finding }) => finding.title));
  const split = splitPhoneNumbers(texts, inspector);
  return [...whole, ...split.filter(({ finding }) => !titles.has(finding.title))];
}

function isOwn({ evidence }: Finding): boolean {
  return evidence === "own value" || evidence === "part of own value";
}
