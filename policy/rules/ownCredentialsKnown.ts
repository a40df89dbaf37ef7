import type { ResourceValidationPolicy } from "@pulumi/policy";
import { emptyGuardedKeys, guard, hasStackConfig } from "../search/guard";

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
    const { mask } = guard();
    for (const key of hasStackConfig() ? emptyGuardedKeys() : []) {
      reportViolation(
        `guardedConfigKeys names ${mask.shown(key)}, of which the stack config holds no text that can be looked for: look for a slip in the key.`,
      );
    }
    if (guard().values.length > 0) return;
    reportViolation(
      hasStackConfig()
        ? "The stack config holds no Twilio credential under any spelling of its name: credentials are found by shape and name alone."
        : "No stack config reached the pack: credentials are found by shape and name alone.",
    );
  },
};
