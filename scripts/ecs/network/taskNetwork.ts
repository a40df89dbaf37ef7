import {
  DescribeVpcAttributeCommand,
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
import type { AwsSession } from "../../aws/session";

/** The network of a service's tasks. */
export interface TaskNetwork {
  /** The subnets of the service. */
  readonly subnets: readonly Subnet[];
  readonly routeTables: readonly RouteTable[];
  readonly endpoints: readonly VpcEndpoint[];
  /** The tasks' security groups. */
  readonly securityGroups: readonly SecurityGroup[];
  /** The endpoints' security groups. */
  readonly endpointGroups: readonly SecurityGroup[];
  /** Address ranges of the endpoints' subnets, by the subnet's ID. */
  readonly endpointRanges: Readonly<Record<string, string>>;
  readonly publicIp: boolean;
  /** Whether the VPC answers DNS queries. */
  readonly dnsSupport: boolean;
  /** Whether the VPC's enableDnsHostnames is on. Without it no endpoint has private DNS. */
  readonly dnsHostnames: boolean;
}

/** Reads everything that decides where a task's requests go. @throws ScriptError if the caller may not read it */
export async function readNetwork(
  session: AwsSession,
  client: EC2Client,
  { subnets: ids = [], securityGroups: groups = [], assignPublicIp }: AwsVpcConfiguration,
): Promise<TaskNetwork> {
  const pages = { client };
  // For an empty list of IDs AWS would return all subnets or groups.
  const subnetsOf = async (SubnetIds: string[]) =>
    SubnetIds.length === 0
      ? []
      : all(paginateDescribeSubnets(pages, { SubnetIds }), (page) => page.Subnets);
  const groupsOf = async (GroupIds: string[]) =>
    GroupIds.length === 0
      ? []
      : all(paginateDescribeSecurityGroups(pages, { GroupIds }), (page) => page.SecurityGroups);
  const reading = withAction(session);

  const subnets = await reading("ec2:DescribeSubnets", () => subnetsOf(ids));
  const vpcs = unique(subnets.map(({ VpcId }) => VpcId));
  const Filters = [{ Name: "vpc-id", Values: vpcs }];
  const routeTables = await reading("ec2:DescribeRouteTables", () =>
    all(paginateDescribeRouteTables(pages, { Filters }), (page) => page.RouteTables),
  );
  const endpoints = await reading("ec2:DescribeVpcEndpoints", () =>
    all(paginateDescribeVpcEndpoints(pages, { Filters }), (page) => page.VpcEndpoints),
  );
  const endpointSubnets = unique(endpoints.flatMap(({ SubnetIds = [] }) => SubnetIds));
  const endpointGroups = unique(
    endpoints.flatMap(({ Groups = [] }) => Groups.map(({ GroupId }) => GroupId)),
  );
  return {
    subnets,
    routeTables,
    endpoints,
    securityGroups: await reading("ec2:DescribeSecurityGroups", () => groupsOf(groups)),
    endpointGroups: await reading("ec2:DescribeSecurityGroups", () => groupsOf(endpointGroups)),
    endpointRanges: rangesOf(
      await reading("ec2:DescribeSubnets", () => subnetsOf(endpointSubnets)),
    ),
    publicIp: assignPublicIp === "ENABLED",
    ...(await reading("ec2:DescribeVpcAttribute", () => dnsOf(client, vpcs[0]))),
  };
}

function withAction({ failed }: AwsSession) {
  return async <T>(action: string, read: () => Promise<T>): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      throw failed(error, action);
    }
  };
}

async function dnsOf(
  client: EC2Client,
  vpc: string | undefined,
): Promise<Pick<TaskNetwork, "dnsSupport" | "dnsHostnames">> {
  if (vpc === undefined) return { dnsSupport: true, dnsHostnames: true };
  const ask = (Attribute: "enableDnsSupport" | "enableDnsHostnames") =>
    client.send(new DescribeVpcAttributeCommand({ VpcId: vpc, Attribute }));
  const [support, hostnames] = [await ask("enableDnsSupport"), await ask("enableDnsHostnames")];
  return {
    dnsSupport: support.EnableDnsSupport?.Value !== false,
    dnsHostnames: hostnames.EnableDnsHostnames?.Value !== false,
  };
}

function rangesOf(subnets: readonly Subnet[]): Record<string, string> {
  return Object.fromEntries(
    subnets.map(({ SubnetId = "", CidrBlock = "" }) => [SubnetId, CidrBlock]),
  );
}

async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of pages) found.push(...(items(page) ?? []));
  return found;
}

function unique(ids: readonly (string | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => id !== undefined))];
}
