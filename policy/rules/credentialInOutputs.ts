import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { foreignCredentialsIn } from "./foreignCredentialInPlain";
import type { Located } from "./locate";
import { ownCredentialsIn, reportedTitles } from "./ownCredentialInPlain";
import { reportLocated } from "./reportLocated";
import { twilioNamesIn } from "./twilioNameInPlain";

const CURE =
  "Output the ARN of the secret instead, and replace the credential at Twilio if an update has written it to the state, whose history keeps it.";

/** No output of the stack, of a component or of a resource holds a credential. */
export const credentialInOutputs: StackValidationPolicy = {
  name: "credential-in-outputs",
  description: "No output of the stack or of a resource holds a credential.",
  enforcementLevel: "mandatory",
  severity: "critical",
  url: "https://www.pulumi.com/docs/iac/concepts/secrets/",
  remediationSteps:
    "Remove the output, or output the ARN of the secret in its place. `pulumi.unsecret` makes a value plain in the state although the screen shows `[secret]`.",
  async validateStack({ resources }, reportViolation) {
    for (const resource of resources) {
      await reportLocated(resource, await credentialsIn(resource), CURE, reportViolation);
    }
    reportedTitles.clear();
  },
};

async function credentialsIn(resource: PolicyResource): Promise<Located[]> {
  const reported = reportedTitles.get(resource.urn);
  const own = await ownCredentialsIn(resource);
  const unreported = own.filter(({ finding }) => reported?.has(finding.title) !== true);
  if (resource.type !== "pulumi:pulumi:Stack") return unreported;
  return [
    ...unreported,
    ...(await foreignCredentialsIn(resource)),
    ...(await twilioNamesIn(resource)),
  ];
}
