import { allConfig } from "@pulumi/pulumi/runtime";
import { withoutSeparators } from "../credentials/twilioCredentials";
import type { Plan } from "./plan";
import { SECRET, SECRET_VERSION, twilioSecrets } from "./twilioSecrets";
import { CREDENTIAL_NAMES, TASK_TYPES, twilioTasks } from "./twilioTasks";

/** The type of a CloudTrail trail. */
export const TRAIL = "aws:cloudtrail/trail:Trail";

/** The types of resources that show whether a stack uses Twilio. */
export const TWILIO_STACK_TYPES = [...TASK_TYPES, SECRET, SECRET_VERSION];

/** Whether a stack uses Twilio. Its config, one of its secrets or a setting of a container shows it. */
export function isTwilioStack(plan: Plan): boolean {
  return isTwilioConfigured() || twilioSecrets(plan).length > 0 || twilioTasks(plan).length > 0;
}

/** Whether the stack config has a key for one of the five credentials, in any spelling of its name. */
export function isTwilioConfigured(): boolean {
  const names = new Set(CREDENTIAL_NAMES.map(withoutSeparators));
  return Object.keys(allConfig()).some((key) =>
    names.has(withoutSeparators(key.slice(key.indexOf(":") + 1))),
  );
}
