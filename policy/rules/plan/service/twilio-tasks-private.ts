import { isTreeObject } from "../../../tree/tree";
import { securityHub, stackPolicy } from "../planRule";
import { serviceRule } from "./serviceRule";
import { isOn } from "../../../plan/isOn";

/** Tasks with Twilio credentials have no public address. */
export const privateTasks = stackPolicy(
  serviceRule({
    name: "twilio-tasks-private",
    description: "Outside development, tasks with Twilio credentials have no public IP address.",
    severity: "high",
    ...securityHub("ECS.2", "ECS services should not have public IP addresses assigned to them"),
    remediationSteps:
      "Set `networkConfiguration.assignPublicIp` to false and give the tasks private subnets, or, in a development stack, set `development` in its config.",
    fault: ({ props: { networkConfiguration } }) =>
      isTreeObject(networkConfiguration) && isOn(networkConfiguration["assignPublicIp"])
        ? "networkConfiguration.assignPublicIp is on. Run the tasks in private subnets."
        : undefined,
  }),
);
