import { allConfig } from "@pulumi/pulumi/runtime";
import { squashed } from "../credentials/twilioCredentials";
import type { Plan } from "./plan";
import { SECRET, SECRET_VERSION, twilioSecrets } from "./twilioSecrets";
import { CREDENTIAL_NAMES, TASK_TYPES, twilioTasks } from "./twilioTasks";

/** The type of a CloudTrail trail. */
export const TRAIL = "aws:cloudtrail/trail:Trail";

/** The types that tell whether a stack has to do with Twilio. */
export const TWILIO_STACK_TYPES = [...TASK_TYPES, SECRET, SECRET_VERSION];

/** Whether a stack has to do with Twilio: by its config, by a secret of its own or by a container's settings. */
export function isTwilioStack(plan: Plan): boolean {
  return isTwilioConfigured() || twilioSecrets(plan).length > 0 || twilioTasks(plan).length > 0;
}

/** Whether the stack's config has one of the five credentials, under any spelling of its name. */
export function isTwilioConfigured(): boolean {
  const names = new Set(CREDENTIAL_NAMES.map(squashed));
  return Object.keys(allConfig()).some((key) =>
    names.has(squashed(key.slice(key.indexOf(":") + 1))),
  );
}
