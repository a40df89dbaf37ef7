import { PolicyPack } from "@pulumi/policy";
import { credentialRules } from "./rules/credentialRules";
import { planRules } from "./rules/plan/planRules";

new PolicyPack("pipecat-twilio-policy", {
  displayName: "No Twilio credential in plain",
  description: "No Twilio credential of the stack may stand anywhere in plain.",
  enforcementLevel: "mandatory",
  policies: [...credentialRules, ...planRules],
});
