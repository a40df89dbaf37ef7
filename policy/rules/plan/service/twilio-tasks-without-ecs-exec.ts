import { stackPolicy } from "../planRule";
import { serviceRule } from "./serviceRule";
import { isOn } from "../../../plan/isOn";

/** Nobody opens a shell in a container with the credentials. */
export const noExecuteCommand = stackPolicy(
  serviceRule({
    name: "twilio-tasks-without-ecs-exec",
    description:
      "Outside development, nobody can open a shell in a container with Twilio credentials.",
    severity: "medium",
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    remediationSteps:
      "Set `enableExecuteCommand` to false, or, in a development stack, set `development` in its config.",
    fault: ({ props: { enableExecuteCommand } }) =>
      isOn(enableExecuteCommand)
        ? "enableExecuteCommand is on: whoever may use ECS Exec sees the values of all credentials of the container. Switch it off."
        : undefined,
  }),
);
