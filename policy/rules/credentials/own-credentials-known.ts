import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { run } from "../../run/run";

/** Reports, once in a run, which values are missing, so that the rules cannot search for them. */
export const ownCredentialsKnown: ResourceValidationPolicy & StackValidationPolicy = {
  name: "own-credentials-known",
  description: "The stack's own credentials are known, so that they can be found by value.",
  enforcementLevel: "advisory",
  severity: "low",
  remediationSteps:
    "Keep the five Twilio credentials in the stack config as secrets. Check the program with `pulumi preview --policy-pack`: `pulumi policy analyze` gives a policy pack no stack config.",
  validateResource: (_, reportViolation) => {
    sayWhatIsMissing(reportViolation);
  },
  // The policy config of `credential-in-outputs`, which runs over the whole stack, may have added further keys.
  validateStack: (_, reportViolation) => {
    sayWhatIsMissing(reportViolation);
  },
};

function sayWhatIsMissing(reportViolation: (message: string) => void): void {
  const { emptyKeys, hasStackConfig, mask, values } = run.guardedValues;
  const say = (text: string): void => {
    if (run.isFirstTime(text)) reportViolation(text);
  };
  for (const key of hasStackConfig ? emptyKeys : []) {
    say(
      `guardedConfigKeys names ${mask.shown(key)}, but the stack config holds no text under this key that can be searched for. Check the spelling of the key.`,
    );
  }
  if (values.length > 0) return;
  say(
    hasStackConfig
      ? "The stack config holds no Twilio credential under any spelling of its name: credentials are found by shape and name alone."
      : "No stack config reached the pack: credentials are found by shape and name alone.",
  );
}
