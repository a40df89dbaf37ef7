import { stackPolicy } from "../planRule";
import { serviceRule } from "./serviceRule";
import { isOn } from "../../../plan/isOn";

/** Finds services in which ECS Exec can open a shell in a container with the credentials. */
export const noExecuteCommand = stackPolicy(
  serviceRule({
    name: "twilio-tasks-without-ecs-exec",
    description:
      "Outside development, nobody can open a shell in a container with Twilio credentials.",
    severity: "medium",
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html",
    remediationSteps:
      "Set `enableExecuteCommand` to false. In a development stack, set `development` in its config instead.",
    fault: ({ props: { enableExecuteCommand } }) =>
      isOn(enableExecuteCommand)
        ? "enableExecuteCommand is on: everybody who may use ECS Exec can read all credentials of the container. Turn it off."
        : undefined,
  }),
);
