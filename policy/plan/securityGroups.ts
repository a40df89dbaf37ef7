import { UNKNOWN, type TreeObject } from "../tree/tree";
import { entriesOf, referenced, textsOf, type Plan, type PlanResource } from "./plan";

const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";

/** The types that say who can connect to a load balancer. */
export const SECURITY_GROUP_TYPES = [SECURITY_GROUP, INGRESS_RULE, RULE];

/** The properties for address ranges in all three types. */
const RANGES = ["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"];

/** Whether a security group of a load balancer allows address ranges, and not only other security groups and prefix lists. */
export function admitsAddressRanges(plan: Plan, balancer: PlanResource): boolean {
  const from = { resource: balancer, property: "securityGroups" };
  const value = balancer.props["securityGroups"];
  const ids = textsOf(value);
  const groups = ids.flatMap((id) => referenced(id, from, plan.ofType([SECURITY_GROUP])));
  return (
    groups.some(({ props }) => entriesOf(props["ingress"]).some(({ entry }) => hasRange(entry))) ||
    rulesInto(plan, groups).some(({ props }) => hasRange(props))
  );
}

function rulesInto(plan: Plan, groups: readonly PlanResource[]): PlanResource[] {
  return plan.ofType([INGRESS_RULE, RULE]).filter((resource) => {
    if (resource.type === RULE && resource.props["type"] !== "ingress") return false;
    const from = { resource, property: "securityGroupId" };
    return referenced(resource.props["securityGroupId"], from, groups).length > 0;
  });
}

function hasRange(rule: TreeObject): boolean {
  return RANGES.some((key) =>
    textsOf(rule[key]).some((range) => range !== UNKNOWN && range !== ""),
  );
}
