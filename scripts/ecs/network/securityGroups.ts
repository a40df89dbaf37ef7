import type { IpPermission, SecurityGroup } from "@aws-sdk/client-ec2";
import { coverAll, isPublic, overlap } from "./addresses";

/** Which public addresses security groups let HTTPS out to. */
export type Egress = "everywhere" | "some addresses" | "nowhere";

/** Which public addresses the groups together let port 443 out to. */
export function egressOf(groups: readonly SecurityGroup[], family: "IPv4" | "IPv6"): Egress {
  const rules = httpsRules(groups, "out");
  const ranges = rangesOf(rules);
  if (coverAll(ranges, family)) return "everywhere";
  const lists = rules.some(({ PrefixListIds = [] }) => PrefixListIds.length > 0);
  return lists || ranges.some(isPublic) ? "some addresses" : "nowhere";
}

/** The destinations to which the groups let port 443 out: address ranges, prefix lists and other security groups. */
export function destinationsOf(groups: readonly SecurityGroup[]): string[] {
  const rules = httpsRules(groups, "out");
  const others = rules.flatMap(({ PrefixListIds = [], UserIdGroupPairs = [] }) => [
    ...PrefixListIds.flatMap(({ PrefixListId }) => PrefixListId ?? []),
    ...UserIdGroupPairs.flatMap(({ GroupId }) => GroupId ?? []),
  ]);
  return [...new Set([...rangesOf(rules), ...others])];
}

/** Whether the groups let port 443 out to an endpoint: to one of its groups, or to its subnet's range. */
export function letsOutTo(
  groups: readonly SecurityGroup[],
  endpointGroups: readonly string[],
  endpointRanges: readonly string[],
): boolean {
  return opens(httpsRules(groups, "out"), endpointGroups, endpointRanges);
}

/** Whether an endpoint's groups let port 443 in from the tasks: from one of their groups, or from their subnet's range. */
export function letsInFrom(
  endpointGroups: readonly SecurityGroup[],
  taskGroups: readonly string[],
  taskRange: string,
): boolean {
  return opens(httpsRules(endpointGroups, "in"), taskGroups, [taskRange]);
}

/** The contents of a prefix list are not read. This assumes that the list contains the other side. */
function opens(
  rules: readonly IpPermission[],
  groups: readonly string[],
  ranges: readonly string[],
): boolean {
  return (
    coverAll(rangesOf(rules), "IPv4") ||
    rules.some(({ PrefixListIds = [] }) => PrefixListIds.length > 0) ||
    rules.some(({ UserIdGroupPairs = [] }) =>
      UserIdGroupPairs.some(({ GroupId = "" }) => groups.includes(GroupId)),
    ) ||
    rangesOf(rules).some((range) => ranges.some((other) => overlap(range, other)))
  );
}

function httpsRules(groups: readonly SecurityGroup[], way: "in" | "out"): IpPermission[] {
  const rules = groups.flatMap(({ IpPermissions = [], IpPermissionsEgress = [] }) =>
    way === "in" ? IpPermissions : IpPermissionsEgress,
  );
  return rules.filter(
    ({ IpProtocol, FromPort = 0, ToPort = 65_535 }) =>
      IpProtocol === "-1" || (IpProtocol === "tcp" && FromPort <= 443 && ToPort >= 443),
  );
}

function rangesOf(rules: readonly IpPermission[]): string[] {
  return rules.flatMap(({ IpRanges = [], Ipv6Ranges = [] }) => [
    ...IpRanges.flatMap(({ CidrIp }) => CidrIp ?? []),
    ...Ipv6Ranges.flatMap(({ CidrIpv6 }) => CidrIpv6 ?? []),
  ]);
}
