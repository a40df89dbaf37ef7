import type { ResourceValidationPolicy } from "@pulumi/policy";
import { TWILIO_CREDENTIALS } from "../credentials/twilioCredentials";
import { guard, hasStackConfig } from "../search/guard";

let said = false;

/** Says once in a run what the rule on own credentials cannot compare with. */
export const ownCredentialsKnown: ResourceValidationPolicy = {
  name: "own-credentials-known",
  description: "The stack's own credentials are known, so that they can be found by value.",
  enforcementLevel: "advisory",
  severity: "low",
  remediationSteps:
    "Keep the five Twilio credentials in the stack config as secrets, and check the program with `pulumi preview --policy-pack`; `pulumi policy analyze` hands no stack config to a pack.",
  validateResource(_, reportViolation) {
    if (said) return;
    said = true;
    const known = new Set(guard().values.map(({ title }) => title));
    const unknown = TWILIO_CREDENTIALS.map(({ name }) => name).filter((name) => !known.has(name));
    if (!hasStackConfig()) {
      reportViolation(
        "No stack config reached the pack: credentials are found by shape and name alone.",
      );
    } else if (unknown.length > 0) {
      reportViolation(
        `The stack config has no sound ${unknown.join(", ")}: found by shape and name alone.`,
      );
    }
  },
};
