import type { RouteTable, Subnet, VpcEndpoint } from "@aws-sdk/client-ec2";
import { egressOf, letsInFrom, letsOutTo } from "./securityGroups";
import type { TaskNetwork } from "./taskNetwork";

/** What a task needs on its way to starting, by the last part of the endpoint's service name. */
export const NEEDED = ["secretsmanager", "ecr.api", "ecr.dkr", "logs", "s3"] as const;

/** One of the services that a task needs. */
export type NeededService = (typeof NEEDED)[number];

/** Which way a subnet's requests to one service take. */
export type ServicePath =
  /** To the internet: no endpoint takes them. */
  | { readonly kind: "internet" }
  | { readonly kind: "endpoint"; readonly endpoint: VpcEndpoint }
  /** An endpoint takes them and lets nothing through, also where there would be another way. */
  | { readonly kind: "shut"; readonly why: string };

/**
 * Which way a subnet's requests to a service take. With private DNS the service's own name leads to the interface endpoint,
 * whatever other way there is; a gateway endpoint takes them by the subnet's route table.
 */
export function pathTo(
  service: NeededService,
  network: TaskNetwork,
  subnet: Subnet,
  table: RouteTable | undefined,
  region: string,
): ServicePath {
  const usable = network.endpoints.filter(
    ({ State, ServiceName = "" }) =>
      State?.toLowerCase() === "available" && ServiceName.endsWith(`.${region}.${service}`),
  );
  const gateway = usable.find(
    ({ VpcEndpointType, RouteTableIds = [] }) =>
      VpcEndpointType !== "Interface" && RouteTableIds.includes(table?.RouteTableId ?? ""),
  );
  if (gateway !== undefined) return throughGateway(gateway, network);
  // ECR's layers come by S3's names for one bucket, which an interface endpoint takes without private DNS, too.
  const own = usable.find(
    ({ VpcEndpointType, PrivateDnsEnabled }) =>
      VpcEndpointType === "Interface" && (PrivateDnsEnabled === true || service === "s3"),
  );
  if (own === undefined || !network.dnsHostnames) return { kind: "internet" };
  return throughInterface(own, network, subnet);
}

/** A gateway endpoint keeps the service's public addresses, which the security groups must let out to. */
function throughGateway(endpoint: VpcEndpoint, { securityGroups }: TaskNetwork): ServicePath {
  if (egressOf(securityGroups, "IPv4") !== "nowhere") return { kind: "endpoint", endpoint };
  const to = endpoint.VpcEndpointId ?? "the endpoint";
  return {
    kind: "shut",
    why: `the tasks' security groups let port 443 out to no prefix list of ${to}`,
  };
}

function throughInterface(
  endpoint: VpcEndpoint,
  { securityGroups, endpointGroups, endpointRanges }: TaskNetwork,
  { CidrBlock = "" }: Subnet,
): ServicePath {
  const { VpcEndpointId = "the endpoint", Groups = [], SubnetIds = [] } = endpoint;
  const ids = Groups.flatMap(({ GroupId }) => GroupId ?? []);
  const groups = endpointGroups.filter(({ GroupId = "" }) => ids.includes(GroupId));
  const taskGroups = securityGroups.flatMap(({ GroupId }) => GroupId ?? []);
  if (ids.length > 0 && !letsInFrom(groups, taskGroups, CidrBlock)) {
    return {
      kind: "shut",
      why: `the security groups of ${VpcEndpointId} let port 443 in from no task`,
    };
  }
  const ranges = SubnetIds.flatMap((id) => endpointRanges[id] ?? []);
  if (!letsOutTo(securityGroups, ids, ranges)) {
    return {
      kind: "shut",
      why: `the tasks' security groups let port 443 out to no ${VpcEndpointId}`,
    };
  }
  return { kind: "endpoint", endpoint };
}
