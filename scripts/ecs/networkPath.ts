import {
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
  type EC2Client,
  type RouteTable,
  type SecurityGroup,
  type Subnet,
  type VpcEndpoint,
} from "@aws-sdk/client-ec2";
import type { AwsVpcConfiguration } from "@aws-sdk/client-ecs";
import type { AwsSession } from "../aws/session";
import type { Check } from "../terminal/report";

/** What a task needs on its way to starting, by the last part of the endpoint's service name. */
const INTERFACES = ["secretsmanager", "ecr.api", "ecr.dkr", "logs"] as const;

/** The network that a service's tasks stand in. */
export interface TaskNetwork {
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly endpoints: readonly VpcEndpoint[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly publicIp: boolean;
}

/** Whether each subnet has a way to Secrets Manager, ECR and CloudWatch Logs. */
export async function networkChecks(
  session: AwsSession,
  client: EC2Client,
  configuration: AwsVpcConfiguration,
): Promise<Check[]> {
  return judgeNetwork(await readNetwork(session, client, configuration), session.region);
}

/** Judges a network: routes first, then endpoints, then the security groups' way out. */
export function judgeNetwork(network: TaskNetwork, region: string): Check[] {
  return [
    ...network.subnets.map((subnet) => subnetCheck(network, subnet, region)),
    egressCheck(network),
  ];
}

async function readNetwork(
  session: AwsSession,
  client: EC2Client,
  { subnets = [], securityGroups = [], assignPublicIp }: AwsVpcConfiguration,
): Promise<TaskNetwork> {
  const failed = (action: string) => (error: unknown) => {
    throw session.failed(error, action);
  };
  const pages = { client };
  const found = await all(
    paginateDescribeSubnets(pages, { SubnetIds: subnets }),
    (page) => page.Subnets,
  ).catch(failed("ec2:DescribeSubnets"));
  const vpcs = [...new Set(found.flatMap(({ VpcId }) => (VpcId === undefined ? [] : [VpcId])))];
  const Filters = [{ Name: "vpc-id", Values: vpcs }];
  return {
    subnets: found,
    routeTables: await all(
      paginateDescribeRouteTables(pages, { Filters }),
      (page) => page.RouteTables,
    ).catch(failed("ec2:DescribeRouteTables")),
    endpoints: await all(
      paginateDescribeVpcEndpoints(pages, { Filters }),
      (page) => page.VpcEndpoints,
    ).catch(failed("ec2:DescribeVpcEndpoints")),
    securityGroups: await all(
      paginateDescribeSecurityGroups(pages, { GroupIds: securityGroups }),
      (page) => page.SecurityGroups,
    ).catch(failed("ec2:DescribeSecurityGroups")),
    publicIp: assignPublicIp === "ENABLED",
  };
}

async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of pages) found.push(...(items(page) ?? []));
  return found;
}

function subnetCheck(network: TaskNetwork, subnet: Subnet, region: string): Check {
  const { SubnetId = "", AvailabilityZone = "" } = subnet;
  const name = "network";
  const where = `${SubnetId} (${AvailabilityZone})`;
  const table = routeTableOf(network.routeTables, subnet);
  const way = defaultRoute(table, network.publicIp);
  if (way?.open === true)
    return { name, result: "ok", detail: `${where}: out through ${way.through}` };
  const missing = missingEndpoints(network.endpoints, table, region);
  if (missing.length === 0) return { name, result: "ok", detail: `${where}: by VPC endpoints` };
  const route = way === undefined ? "no route out" : `no way out through ${way.through}`;
  return {
    name,
    result: "fail",
    detail: `${where}: ${route}, and no endpoint for ${missing.join(", ")}`,
    cure: "give the subnet a NAT gateway, or the VPC these endpoints with private DNS",
  };
}

/** The subnet's own route table, else the VPC's main one. */
function routeTableOf(
  tables: readonly RouteTable[],
  { SubnetId, VpcId }: Subnet,
): RouteTable | undefined {
  const own = tables.find(({ Associations = [] }) =>
    Associations.some((a) => a.SubnetId === SubnetId),
  );
  const main = tables.find(
    (table) =>
      table.VpcId === VpcId && (table.Associations ?? []).some(({ Main }) => Main === true),
  );
  return own ?? main;
}

interface Way {
  readonly through: string;
  readonly open: boolean;
}

/** Where `0.0.0.0/0` goes. An internet gateway serves only tasks with a public address. */
function defaultRoute(table: RouteTable | undefined, publicIp: boolean): Way | undefined {
  const route = (table?.Routes ?? []).find(
    ({ DestinationCidrBlock }) => DestinationCidrBlock === "0.0.0.0/0",
  );
  if (route === undefined) return undefined;
  const { NatGatewayId, GatewayId, TransitGatewayId, NetworkInterfaceId, InstanceId, State } =
    route;
  const through =
    NatGatewayId ??
    TransitGatewayId ??
    NetworkInterfaceId ??
    InstanceId ??
    GatewayId ??
    "another target";
  if (State === "blackhole") return { through: `${through}, which is gone`, open: false };
  if (GatewayId?.startsWith("igw-") !== true) return { through, open: true };
  return publicIp
    ? { through, open: true }
    : { through: `${through} without a public address`, open: false };
}

function missingEndpoints(
  endpoints: readonly VpcEndpoint[],
  table: RouteTable | undefined,
  region: string,
): string[] {
  const usable = endpoints.filter(({ State }) => State?.toLowerCase() === "available");
  const named = (service: string): VpcEndpoint[] =>
    usable.filter(({ ServiceName = "" }) => ServiceName.endsWith(`.${region}.${service}`));
  const missing = INTERFACES.filter(
    (service) => !named(service).some(({ PrivateDnsEnabled }) => PrivateDnsEnabled),
  );
  // ECR keeps the image's layers in S3; a gateway endpoint works by the subnet's route table.
  const s3 = named("s3").some(
    ({ VpcEndpointType, RouteTableIds = [] }) =>
      VpcEndpointType === "Interface" || RouteTableIds.includes(table?.RouteTableId ?? ""),
  );
  return s3 ? [...missing] : [...missing, "s3"];
}

function egressCheck({ securityGroups }: TaskNetwork): Check {
  const name = "network";
  const open = securityGroups.some(({ IpPermissionsEgress = [] }) =>
    IpPermissionsEgress.some(
      ({ IpProtocol, FromPort = 0, ToPort = 65_535 }) =>
        IpProtocol === "-1" || (IpProtocol === "tcp" && FromPort <= 443 && ToPort >= 443),
    ),
  );
  return open
    ? { name, result: "ok", detail: "the security groups let port 443 out" }
    : { name, result: "fail", detail: "no security group lets port 443 out", cure: "npm run up" };
}
