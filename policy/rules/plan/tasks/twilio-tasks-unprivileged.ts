import { isOn } from "../../../plan/isOn";
import { securityHub, stackPolicy } from "../planRule";
import { TASK_TYPES, twilioTasks } from "../../../plan/twilioTasks";

/** Finds privileged containers in a task with Twilio credentials. */
export const unprivilegedTasks = stackPolicy({
  name: "twilio-tasks-unprivileged",
  description: "No container of a task with Twilio credentials is privileged.",
  severity: "high",
  ...securityHub("ECS.4", "ECS containers should run as non-privileged"),
  remediationSteps: "Remove `privileged` from the container definition.",
  types: TASK_TYPES,
  check: (plan) =>
    twilioTasks(plan).flatMap(({ definition, containers }) =>
      containers
        .filter(({ definition: { privileged } }) => isOn(privileged))
        .map(({ path }) => ({
          urn: definition.urn,
          message: `${path}.privileged is on: the container could read the host's memory. Remove it.`,
        })),
    ),
});
