import { UNKNOWN, valueAt, type Tree } from "../../../tree/tree";
import type { PlanResource } from "../../../plan/plan";
import { stackPolicy } from "../planRule";
import { SERVICE, servicesOf, TASK_TYPES, twilioTasks } from "../../../plan/twilioTasks";

/** Finds services whose failed deployment is not rolled back automatically. */
export const rollingBackDeployments = stackPolicy({
  name: "twilio-deployments-roll-back",
  description: "A failed deployment of a service with Twilio credentials rolls back.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
  remediationSteps:
    "Set `deploymentCircuitBreaker` to { enable: true, rollback: true }. A blue/green, linear or canary service may use alarms that roll back instead.",
  types: [...TASK_TYPES, SERVICE],
  check: (plan) =>
    servicesOf(plan, twilioTasks(plan))
      .filter((service) => !rollsBack(service))
      .map(({ urn }) => ({
        urn,
        message:
          "deploymentCircuitBreaker does not roll back a failed deployment. Switch on enable and rollback.",
      })),
});

function rollsBack({ props }: PlanResource): boolean {
  const { alarms, deploymentCircuitBreaker, deploymentConfiguration, deploymentController } = props;
  // CodeDeploy and other controllers have their own rules, and ECS refuses a circuit breaker next to them.
  const controller = valueAt(deploymentController, "type") ?? "ECS";
  if (controller !== "ECS") return true;
  const strategy = valueAt(deploymentConfiguration, "strategy") ?? "ROLLING";
  const byAlarms = strategy !== "ROLLING" && isSwitchedOn(alarms);
  return isSwitchedOn(deploymentCircuitBreaker) || byAlarms;
}

/** Whether `enable` and `rollback` are both on. A value that a preview cannot know counts as on. */
function isSwitchedOn(value: Tree | undefined): boolean {
  return ["enable", "rollback"].every((key) => {
    const on = valueAt(value, key);
    return on === true || on === UNKNOWN;
  });
}
