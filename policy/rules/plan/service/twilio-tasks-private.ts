import { isTreeObject } from "../../../tree/tree";
import { securityHub, stackPolicy } from "../planRule";
import { serviceRule } from "./serviceRule";
import { isOn } from "../../../plan/isOn";

/** Finds services whose tasks get a public IP address. */
export const privateTasks = stackPolicy(
  serviceRule({
    name: "twilio-tasks-private",
    description: "Outside development, tasks with Twilio credentials have no public IP address.",
    severity: "high",
    ...securityHub("ECS.2", "ECS services should not have public IP addresses assigned to them"),
    remediationSteps:
      "Set `networkConfiguration.assignPublicIp` to false, and run the tasks in private subnets. In a development stack, set `development` in its config instead.",
    fault: ({ props: { networkConfiguration } }) =>
      isTreeObject(networkConfiguration) && isOn(networkConfiguration["assignPublicIp"])
        ? "networkConfiguration.assignPublicIp is on. Run the tasks in private subnets."
        : undefined,
  }),
);
