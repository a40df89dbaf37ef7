import type { ResourceValidationPolicy } from "@pulumi/policy";
import { guard, guardConfigKeys } from "../search/guard";
import type { Finding } from "../search/inspector";
import { locate, splitPhoneNumbers, type Located } from "./locate";
import { plainTexts, type ShownResource } from "./plainTexts";
import { reportLocated } from "./reportLocated";
import { checkConfig, schemaOf, textList } from "./plan/settings";

const CURE =
  "Take it out, and let the container get it from Secrets Manager: in `secrets`, by the ARN of the stack's secret.";

/** Config keys whose values are guarded like the credentials. */
export const GUARDED_CONFIG_KEYS = textList(
  "guardedConfigKeys",
  "Further stack config keys, with their namespace or without, whose values may stand in no plain place.",
  [],
);

/** What has been reported of each resource in this run, by URN: the stack rules don't say it again. */
export const reportedTitles = new Map<string, ReadonlySet<string>>();

/** The stack's own credentials, compared by value, stand in no plain place of any resource. */
export const ownCredentialInPlain: ResourceValidationPolicy = {
  name: "own-credential-in-plain",
  description: "No credential of this stack stands in plain, in whatever encoding.",
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
  configSchema: schemaOf([GUARDED_CONFIG_KEYS]),
  async validateResource(args, reportViolation) {
    const config = args.getConfig<Record<string, unknown>>();
    checkConfig("own-credential-in-plain", [GUARDED_CONFIG_KEYS], config);
    guardConfigKeys(GUARDED_CONFIG_KEYS.in(config));
    const located = await ownCredentialsIn(args);
    reportedTitles.set(args.urn, new Set(located.map(({ finding }) => finding.title)));
    await reportLocated(args, located, CURE, reportViolation);
  },
};

/** The stack's own values in the plain texts of a resource. */
export async function ownCredentialsIn(resource: ShownResource): Promise<Located[]> {
  const { inspector } = guard();
  const texts = await plainTexts(resource);
  const whole = locate(texts, inspector, isOwn);
  const titles = new Set(whole.map(({ finding }) => finding.title));
  const split = splitPhoneNumbers(texts, inspector);
  return [...whole, ...split.filter(({ finding }) => !titles.has(finding.title))];
}

function isOwn({ evidence }: Finding): boolean {
  return evidence === "own value" || evidence === "part of own value";
}
