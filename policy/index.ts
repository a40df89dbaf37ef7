import { PolicyPack } from "@pulumi/policy";
import { credentialRules } from "./rules/credentialRules";
import { planRules } from "./rules/plan/planRules";
import { refuseDeepInputs } from "./run/deepInputs";

refuseDeepInputs();

new PolicyPack("pipecat-twilio-policy", {
  displayName: "No Twilio credential in plaintext",
  description:
    "Finds Twilio credentials in plaintext, and phone services that do not protect them.",
  enforcementLevel: "mandatory",
  policies: [...credentialRules, ...planRules],
});
