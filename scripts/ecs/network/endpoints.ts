import type { RouteTable, Subnet, VpcEndpoint } from "@aws-sdk/client-ec2";
import { egressOf, letsInFrom, letsOutTo } from "./securityGroups";
import type { TaskNetwork } from "./taskNetwork";

/** The services that a task must reach to start, by the last part of the endpoint's service name. */
export const NEEDED = ["secretsmanager", "ecr.api", "ecr.dkr", "logs", "s3"] as const;

/** One of the services that a task needs. */
export type NeededService = (typeof NEEDED)[number];

/** How a subnet's requests reach one service. */
export type ServicePath =
  /** Through the internet: no endpoint takes the requests. */
  | { readonly kind: "internet" }
  | { readonly kind: "endpoint"; readonly endpoint: VpcEndpoint }
  /** An endpoint takes the requests but lets nothing through. They do not use another path, even if there is one. */
  | { readonly kind: "shut"; readonly why: string };

/**
 * Finds how a subnet's requests reach a service. With private DNS, the service's own name leads to the interface endpoint, even
 * if there is another path. A gateway endpoint takes the requests through the subnet's route table.
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
  // ECR's layers come from a bucket with its own host name in S3. An interface endpoint for S3 serves it even without private
  // DNS.
  const own = usable.find(
    ({ VpcEndpointType, PrivateDnsEnabled }) =>
      VpcEndpointType === "Interface" && (PrivateDnsEnabled === true || service === "s3"),
  );
  if (own === undefined || !network.dnsHostnames) return { kind: "internet" };
  return throughInterface(own, network, subnet);
}

/** With a gateway endpoint the service keeps its public addresses, so the security groups must allow traffic to them. */
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
