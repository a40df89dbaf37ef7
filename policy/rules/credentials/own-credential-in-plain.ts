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
  "Remove it, and let the container read it from Secrets Manager: name the ARN of the stack's secret in `secrets`.";

/** Config keys whose values the rules search for, as they do for the five credentials. */
export const GUARDED_CONFIG_KEYS = textList(
  "guardedConfigKeys",
  "Further stack config keys whose values must not be in plaintext anywhere. The namespace may be left out.",
  [],
);

/** Properties that the service keeps encrypted, so that a credential is allowed in them. */
export const ENCRYPTED_PLACES = placeList(
  "encryptedPlaces",
  "Properties that the service keeps encrypted, so that a credential is allowed in them. Each has a resource type and a path, with dots between the keys.",
  DEFAULT_ENCRYPTED_PLACES,
);

/** The settings of this rule. `credential-in-outputs` has the same. */
export const SETTINGS = [GUARDED_CONFIG_KEYS, ENCRYPTED_PLACES];

const NAME = "own-credential-in-plain";

/** The titles of the values that this rule has reported for each resource. `credential-in-outputs` does not repeat them. */
export const reportedTitles = run.reportedBy(NAME);

/** Finds the stack's own credentials, by their values, in the plaintext of every resource. */
export const ownCredentialInPlain: ResourceValidationPolicy = {
  name: NAME,
  description: "No credential of this stack is in plaintext, in any encoding.",
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
    "Remove the value. Store it in the stack's Secrets Manager secret, and name the secret's ARN and key in the container's `secrets`. If the value has already left the machine, replace the credential at Twilio.",
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
 * Applies a rule's policy config, for all rules: adds the values of its config keys to those that are searched for, and its
 * properties to those that count as encrypted.
 * @throws when the policy config is not valid
 */
export function applyConfig(rule: string, config: RuleConfig): void {
  checkConfig(rule, SETTINGS, config);
  run.addEncryptedPlaces(ENCRYPTED_PLACES.in(config));
  run.guardedValues.addConfigKeys(GUARDED_CONFIG_KEYS.in(config));
}

/** Finds the stack's own values in the plaintext of a resource. */
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
