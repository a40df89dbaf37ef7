import { UNKNOWN, valueAt, type Tree } from "../../tree/tree";
import { groupsOfService, TARGET_GROUPS } from "./endpoint";
import { entriesOf, type Plan, type PlanResource } from "./plan";
import { stackPolicy } from "./planRule";
import {
  containersOf,
  definitionsOf,
  SERVICE,
  servicesOf,
  TASK_TYPES,
  twilioTasks,
} from "./twilioTasks";

const CAPACITY_PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";

/** Seconds that AWS takes where nothing is stated. */
const DEFAULT_DEREGISTRATION_DELAY = 300;
const DEFAULT_STOP_TIMEOUT = 30;

/** A task that is stopped still has its socket as long as its container needs to end. */
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
          message: `deregistrationDelay is shorter than the stopTimeout of ${stopTimeout} s of a container behind it: calls would be cut. Raise it.`,
        }));
    });
  },
});

/** A failed deployment goes back by itself. */
export const rollingBackDeployments = stackPolicy({
  name: "twilio-deployments-roll-back",
  description: "A failed deployment of a service with Twilio credentials rolls back.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
  remediationSteps:
    "Set `deploymentCircuitBreaker` to { enable: true, rollback: true }; a blue/green, linear or canary service may have alarms that roll back instead.",
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

/** No call is carried by capacity that AWS takes away within two minutes. */
export const noSpotCapacity = stackPolicy({
  name: "twilio-calls-not-on-spot",
  description: "No Spot capacity carries calls.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
  remediationSteps:
    "Name FARGATE alone in `capacityProviderStrategies` of the service, and state the strategy, so that the cluster's does not apply.",
  types: [...TASK_TYPES, SERVICE, CAPACITY_PROVIDERS],
  check: (plan) =>
    servicesOf(plan, twilioTasks(plan)).flatMap((service) => {
      const fault = spotFault(plan, service);
      return fault === undefined ? [] : [{ urn: service.urn, message: fault }];
    }),
});

/** Seconds; 0 while a preview cannot know the containers. */
function longestStopTimeout(plan: Plan, service: PlanResource): number {
  const timeouts = definitionsOf(service, plan.ofType(TASK_TYPES))
    .flatMap(containersOf)
    .map(({ definition: { stopTimeout = DEFAULT_STOP_TIMEOUT } }) => numberIn(stopTimeout) ?? 0);
  return Math.max(0, ...timeouts);
}

/** Seconds; endless while a preview cannot know them. */
function deregistrationDelay(value: Tree = DEFAULT_DEREGISTRATION_DELAY): number {
  return numberIn(value) ?? Number.POSITIVE_INFINITY;
}

function rollsBack({ props }: PlanResource): boolean {
  const { alarms, deploymentCircuitBreaker, deploymentConfiguration, deploymentController } = props;
  // CodeDeploy and others have rules of their own, and ECS refuses a circuit breaker beside them.
  const controller = valueAt(deploymentController, "type") ?? "ECS";
  if (controller !== "ECS") return true;
  const strategy = valueAt(deploymentConfiguration, "strategy") ?? "ROLLING";
  const byAlarms = strategy !== "ROLLING" && isSwitchedOn(alarms);
  return isSwitchedOn(deploymentCircuitBreaker) || byAlarms;
}

/** Whether something is enabled and rolls back, or may be, once a preview's unknown values are known. */
function isSwitchedOn(value: Tree | undefined): boolean {
  return ["enable", "rollback"].every((key) => {
    const on = valueAt(value, key);
    return on === true || on === UNKNOWN;
  });
}

function spotFault(plan: Plan, service: PlanResource): string | undefined {
  const own = entriesOf(service.props["capacityProviderStrategies"]);
  const stated = own.length > 0 || service.props["capacityProviderStrategies"] === UNKNOWN;
  if (own.some(({ entry }) => entry["capacityProvider"] === "FARGATE_SPOT")) {
    return "capacityProviderStrategies uses FARGATE_SPOT, which AWS takes away within two minutes: calls would be cut. Use FARGATE alone.";
  }
  if (stated || typeof service.props["launchType"] === "string") return undefined;
  return clusterDefaultsToSpot(plan, service)
    ? "capacityProviderStrategies is absent, and the cluster's default uses FARGATE_SPOT: calls would be cut. State FARGATE alone."
    : undefined;
}

function clusterDefaultsToSpot(plan: Plan, service: PlanResource): boolean {
  return plan.ofType([CAPACITY_PROVIDERS]).some((providers) => {
    const spot = entriesOf(providers.props["defaultCapacityProviderStrategies"]).some(
      ({ entry }) => entry["capacityProvider"] === "FARGATE_SPOT",
    );
    return spot && isSameCluster(service, providers);
  });
}

/** A service names its cluster by ARN or name, a strategy by name; before there are any, both are made from one resource. */
function isSameCluster(service: PlanResource, providers: PlanResource): boolean {
  const { cluster } = service.props;
  const { clusterName } = providers.props;
  if (typeof cluster === "string" && typeof clusterName === "string") {
    return cluster.slice(cluster.lastIndexOf("/") + 1) === clusterName;
  }
  const sources = providers.dependencies?.["clusterName"] ?? [];
  return service.dependencies?.["cluster"]?.some((urn) => sources.includes(urn)) ?? false;
}

function numberIn(value: Tree): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}
