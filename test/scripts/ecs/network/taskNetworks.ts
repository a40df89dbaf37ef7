import type { IpPermission, Route, SecurityGroup, Subnet, VpcEndpoint } from "@aws-sdk/client-ec2";
import { judgeNetwork } from "../../../../scripts/ecs/network/networkChecks";
import type { TaskNetwork } from "../../../../scripts/ecs/network/taskNetwork";

/** The region of the network. */
export const REGION = "eu-north-1";

/** Port 443, in a rule of a security group. */
export const HTTPS = { IpProtocol: "tcp", FromPort: 443, ToPort: 443 };

/** All IPv4 addresses, in a rule of a security group. */
export const ANYWHERE = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };

/** The tasks' security group with one egress rule. */
export function tasksOut(rule: IpPermission): SecurityGroup {
  return { GroupId: "sg-tasks", IpPermissionsEgress: [rule] };
}

/** The endpoints' security group with one ingress rule. */
export function endpointsIn(rule: IpPermission): SecurityGroup {
  return { GroupId: "sg-endpoints", IpPermissions: [rule] };
}

/** The only subnet. */
export const SUBNET: Subnet = {
  SubnetId: "subnet-1",
  VpcId: "vpc-1",
  AvailabilityZone: "eu-north-1a",
  CidrBlock: "10.0.1.0/24",
};

/** A network of one subnet without a route to the internet. */
export function network(change: Partial<TaskNetwork> = {}): TaskNetwork {
  return {
    subnets: [SUBNET],
    routeTables: [
      { RouteTableId: "rtb-main", VpcId: "vpc-1", Associations: [{ Main: true }], Routes: [] },
    ],
    endpoints: [],
    securityGroups: [tasksOut({ ...HTTPS, ...ANYWHERE })],
    endpointGroups: [endpointsIn({ ...HTTPS, IpRanges: [{ CidrIp: "10.0.0.0/16" }] })],
    endpointRanges: { "subnet-1": "10.0.1.0/24" },
    publicIp: false,
    dnsSupport: true,
    dnsHostnames: true,
    ...change,
  };
}

/** A network whose subnet has one route to the internet. */
export function routed(route: object, publicIp = false): TaskNetwork {
  return withRoutes([{ DestinationCidrBlock: "0.0.0.0/0", ...route }], { publicIp });
}

/** A network whose main route table has these routes. */
export function withRoutes(Routes: Route[], change: Partial<TaskNetwork> = {}): TaskNetwork {
  const main = { RouteTableId: "rtb-main", VpcId: "vpc-1", Associations: [{ Main: true }] };
  return network({ routeTables: [{ ...main, Routes }], ...change });
}

/** An interface endpoint for a service. */
export function endpoint(service: string): VpcEndpoint {
  return {
    VpcEndpointId: `vpce-${service}`,
    ServiceName: `com.amazonaws.${REGION}.${service}`,
    State: "Available",
    PrivateDnsEnabled: true,
    VpcEndpointType: "Interface",
    Groups: [{ GroupId: "sg-endpoints" }],
    SubnetIds: ["subnet-1"],
  };
}

/** The gateway endpoint for S3. */
export const S3: VpcEndpoint = {
  ...endpoint("s3"),
  VpcEndpointType: "Gateway",
  RouteTableIds: ["rtb-main"],
};

/** Endpoints for all services that a task needs. */
export const ALL = [...["secretsmanager", "ecr.api", "ecr.dkr", "logs"].map(endpoint), S3];

/** Result and detail of the first check. */
export function subnetResult(of: TaskNetwork): string {
  const [check] = judgeNetwork(of, REGION);
  return `${check?.result ?? ""} ${check?.detail ?? ""}`;
}
