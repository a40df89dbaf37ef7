import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import type { LocatedFinding } from "../../report/message";
import { foreignCredentialsIn } from "./foreign-twilio-credential-in-plain";
import { SETTINGS, applyConfig, ownCredentialsIn, reportedTitles } from "./own-credential-in-plain";
import { schemaOf } from "../settings";
import { reportFindings } from "./reportFindings";
import { twilioNamesIn } from "./twilio-name-in-plain";

const FIX =
  "Output the ARN of the secret instead. If an update has already written the credential to the state, replace it at Twilio: the history of the state keeps it.";

/** No output of the stack, of a component or of a resource holds a credential. */
export const credentialInOutputs: StackValidationPolicy = {
  name: "credential-in-outputs",
  description: "No output of the stack or of a resource holds a credential.",
  enforcementLevel: "mandatory",
  severity: "critical",
  url: "https://www.pulumi.com/docs/iac/concepts/secrets/",
  remediationSteps:
    "Remove the output, or output the ARN of the secret instead. `pulumi.unsecret` writes a value as plaintext to the state, even if the screen shows `[secret]`.",
  configSchema: schemaOf(SETTINGS),
  async validateStack(args, reportViolation) {
    applyConfig("credential-in-outputs", args.getConfig());
    for (const resource of args.resources) {
      await reportFindings(resource, await credentialsIn(resource), FIX, reportViolation);
    }
    reportedTitles.clear();
  },
};

async function credentialsIn(resource: PolicyResource): Promise<LocatedFinding[]> {
  const own = await ownCredentialsIn(resource);
  const unreported = own.filter(({ finding }) => !reportedTitles.has(resource.urn, finding.title));
  if (resource.type !== "pulumi:pulumi:Stack") return unreported;
  return [
    ...unreported,
    ...(await foreignCredentialsIn(resource)),
    ...(await twilioNamesIn(resource)),
  ];
}
