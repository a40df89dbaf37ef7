import { isTreeList, isTreeObject, UNKNOWN, type Tree, type TreeObject } from "../tree/tree";
import { entriesOf, referenced, type Plan, type PlanResource } from "./plan";
import { servicesOf, type TwilioTask } from "./twilioTasks";

/** The types of a part of a load balancer. Pulumi has two names for each, and a third, older one. */
const named = (part: string, Part: string): string[] =>
  ["lb", "alb", "elasticloadbalancingv2"].map((module) => `aws:${module}/${part}:${Part}`);

export const LISTENERS = named("listener", "Listener");
export const LISTENER_RULES = named("listenerRule", "ListenerRule");
export const LOAD_BALANCERS = named("loadBalancer", "LoadBalancer");
export const TARGET_GROUPS = named("targetGroup", "TargetGroup");

/** One action of a listener or of a listener rule. */
export interface Action {
  readonly type: string;
  readonly action: TreeObject;
}

/** The actions of a listener or of a listener rule. */
export function actionsOf({ props }: PlanResource): Action[] {
  return entriesOf(props["defaultActions"] ?? props["actions"]).map(({ entry }) => ({
    type: typeof entry["type"] === "string" ? entry["type"] : "",
    action: entry,
  }));
}

/** The listener rules of a listener. */
export function rulesOf(plan: Plan, listener: PlanResource): PlanResource[] {
  return plan.ofType(LISTENER_RULES).filter((resource) => {
    const from = { resource, property: "listenerArn" };
    return referenced(resource.props["listenerArn"], from, [listener]).length > 0;
  });
}

/** The target groups that the services of the given tasks register with. */
export function targetGroupsOf(plan: Plan, tasks: readonly TwilioTask[]): PlanResource[] {
  const groups = plan.ofType(TARGET_GROUPS);
  return unique(servicesOf(plan, tasks).flatMap((service) => groupsOfService(service, groups)));
}

/** The target groups that one service registers with: its own, and the alternate one of a blue/green deployment. */
export function groupsOfService(
  resource: PlanResource,
  groups: readonly PlanResource[],
): PlanResource[] {
  const from = { resource, property: "loadBalancers" };
  const balancers = resource.props["loadBalancers"];
  if (balancers === UNKNOWN) return referenced(UNKNOWN, from, groups);
  return unique(
    entriesOf(balancers).flatMap(({ entry }) => {
      const advanced = entry["advancedConfiguration"];
      const other = isTreeObject(advanced) ? advanced["alternateTargetGroupArn"] : undefined;
      const arns: (Tree | undefined)[] = [entry["targetGroupArn"], other];
      return arns.flatMap((arn) => referenced(arn, from, groups));
    }),
  );
}

/**
 * The listeners that carry calls to the given tasks: all listeners of the load balancers that forward to them. If the plan does not
 * show which load balancers these are, it is all listeners of the plan. If the services have no load balancer, it is none.
 */
export function listenersOf(plan: Plan, tasks: readonly TwilioTask[]): PlanResource[] {
  const listeners = plan.ofType(LISTENERS);
  if (tasks.length === 0) return [];
  const groups = targetGroupsOf(plan, tasks);
  const forwarding = listeners.filter((listener) =>
    [listener, ...rulesOf(plan, listener)].some((each) => forwardsTo(each, groups)),
  );
  if (forwarding.length === 0) return mayHaveListeners(plan, tasks) ? listeners : [];
  const balancers = forwarding.flatMap((listener) => balancersOf(plan, listener));
  return listeners.filter(
    (listener) =>
      forwarding.includes(listener) ||
      balancersOf(plan, listener).some((balancer) => balancers.includes(balancer)),
  );
}

function mayHaveListeners(plan: Plan, tasks: readonly TwilioTask[]): boolean {
  const services = servicesOf(plan, tasks);
  return (
    services.length === 0 ||
    services.some(({ props: { loadBalancers } }) => !isEmpty(loadBalancers))
  );
}

/** The load balancer of a listener; several if the plan does not show which one it is. */
export function balancersOf(plan: Plan, listener: PlanResource): PlanResource[] {
  const from = { resource: listener, property: "loadBalancerArn" };
  return referenced(listener.props["loadBalancerArn"], from, plan.ofType(LOAD_BALANCERS));
}

function forwardsTo(resource: PlanResource, groups: readonly PlanResource[]): boolean {
  const property = resource.props["defaultActions"] === undefined ? "actions" : "defaultActions";
  const from = { resource, property };
  if (resource.props[property] === UNKNOWN) return referenced(UNKNOWN, from, groups).length > 0;
  return actionsOf(resource).some(({ action }) => {
    const forward = action["forward"];
    const weighted = isTreeObject(forward) ? entriesOf(forward["targetGroups"]) : [];
    const arns: (Tree | undefined)[] = [
      action["targetGroupArn"],
      ...weighted.map(({ entry }) => entry["arn"]),
    ];
    return arns.some((arn) => referenced(arn, from, groups).length > 0);
  });
}

function isEmpty(list: Tree | undefined): boolean {
  return list === undefined || list === null || (isTreeList(list) && list.length === 0);
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
