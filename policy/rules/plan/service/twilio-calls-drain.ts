import type { Tree } from "../../../tree/tree";
import { groupsOfService, TARGET_GROUPS } from "../../../plan/endpoint";
import type { Plan, PlanResource } from "../../../plan/plan";
import { stackPolicy } from "../planRule";
import {
  containersOf,
  definitionsOf,
  SERVICE,
  servicesOf,
  TASK_TYPES,
  twilioTasks,
} from "../../../plan/twilioTasks";

/** Seconds that AWS uses if nothing is set. */
const DEFAULT_DEREGISTRATION_DELAY = 300;
const DEFAULT_STOP_TIMEOUT = 30;

/** Finds target groups that cut a stopping task's connections before its container has ended the calls. */
export const drainingTargets = stackPolicy({
  name: "twilio-calls-drain",
  description: "A target stays registered at least as long as its container may take to stop.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html#deregistration-delay",
  remediationSteps:
    "Raise `deregistrationDelay` of the target group, or lower `stopTimeout` of the container.",
  types: [...TASK_TYPES, SERVICE, ...TARGET_GROUPS],
  check(plan) {
    const groups = plan.ofType(TARGET_GROUPS);
    return servicesOf(plan, twilioTasks(plan)).flatMap((service) => {
      const stopTimeout = longestStopTimeout(plan, service);
      return groupsOfService(service, groups)
        .filter(({ props }) => deregistrationDelay(props["deregistrationDelay"]) < stopTimeout)
        .map(({ urn }) => ({
          urn,
          message: `deregistrationDelay is shorter than the stopTimeout of ${stopTimeout} s of a container behind it: calls would be cut. Raise deregistrationDelay.`,
        }));
    });
  },
});

/** The longest stop timeout in seconds; 0 while a preview cannot know the containers. */
function longestStopTimeout(plan: Plan, service: PlanResource): number {
  const timeouts = definitionsOf(service, plan.ofType(TASK_TYPES))
    .flatMap(containersOf)
    .map(({ definition: { stopTimeout = DEFAULT_STOP_TIMEOUT } }) => numberIn(stopTimeout) ?? 0);
  return Math.max(0, ...timeouts);
}

/** The delay in seconds; infinite while a preview cannot know it. */
function deregistrationDelay(value: Tree = DEFAULT_DEREGISTRATION_DELAY): number {
  return numberIn(value) ?? Number.POSITIVE_INFINITY;
}

function numberIn(value: Tree): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}
