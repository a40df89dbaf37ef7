import { UNKNOWN } from "../../../tree/tree";
import { entriesOf, type Plan, type PlanResource } from "../../../plan/plan";
import { stackPolicy } from "../planRule";
import { SERVICE, servicesOf, TASK_TYPES, twilioTasks } from "../../../plan/twilioTasks";

const CAPACITY_PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";

/** Finds services whose tasks run on Spot capacity, which AWS can take back with two minutes of notice. */
export const noSpotCapacity = stackPolicy({
  name: "twilio-calls-not-on-spot",
  description: "No Spot capacity carries calls.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html",
  remediationSteps:
    "Set `capacityProviderStrategies` of the service, with FARGATE only. Without it the cluster's default applies.",
  types: [...TASK_TYPES, SERVICE, CAPACITY_PROVIDERS],
  check: (plan) =>
    servicesOf(plan, twilioTasks(plan)).flatMap((service) => {
      const fault = spotFault(plan, service);
      return fault === undefined ? [] : [{ urn: service.urn, message: fault }];
    }),
});

function spotFault(plan: Plan, service: PlanResource): string | undefined {
  const own = entriesOf(service.props["capacityProviderStrategies"]);
  const stated = own.length > 0 || service.props["capacityProviderStrategies"] === UNKNOWN;
  if (own.some(({ entry }) => entry["capacityProvider"] === "FARGATE_SPOT")) {
    return "capacityProviderStrategies uses FARGATE_SPOT, which AWS can take back within two minutes: calls would be cut. Use only FARGATE.";
  }
  if (stated || typeof service.props["launchType"] === "string") return undefined;
  return clusterDefaultsToSpot(plan, service)
    ? "capacityProviderStrategies is absent, and the cluster's default uses FARGATE_SPOT: calls would be cut. Set it, with FARGATE only."
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

/**
 * Whether capacity providers belong to the cluster of a service. A service names its cluster by ARN or by name, capacity providers
 * by name. While both are unknown, they must come from the same resource.
 */
function isSameCluster(service: PlanResource, providers: PlanResource): boolean {
  const { cluster } = service.props;
  const { clusterName } = providers.props;
  if (typeof cluster === "string" && typeof clusterName === "string") {
    return cluster.slice(cluster.lastIndexOf("/") + 1) === clusterName;
  }
  const sources = providers.dependencies?.["clusterName"] ?? [];
  return service.dependencies?.["cluster"]?.some((urn) => sources.includes(urn)) ?? false;
}
