import type { EC2Client, Subnet } from "@aws-sdk/client-ec2";
import type { AwsVpcConfiguration } from "@aws-sdk/client-ecs";
import type { AwsSession } from "../../aws/session";
import type { Check } from "../../terminal/report";
import { NEEDED, pathTo, type NeededService } from "./endpoints";
import { routeTableOf, wayOut } from "./routes";
import { destinationsOf, egressOf } from "./securityGroups";
import { readNetwork, type TaskNetwork } from "./taskNetwork";

const NAME = "network";

/** Destinations that a line shows. A security group may have 60 rules, and a line with all of them could not be read. */
const SHOWN_DESTINATIONS = 5;

/** Reads the network and checks that each subnet can reach Secrets Manager, ECR and CloudWatch Logs. */
export async function networkChecks(
  session: AwsSession,
  client: EC2Client,
  configuration: AwsVpcConfiguration,
): Promise<{ readonly network: TaskNetwork; readonly checks: Check[] }> {
  const network = await readNetwork(session, client, configuration);
  return { network, checks: judgeNetwork(network, session.region) };
}

/** Checks a network: first DNS, then each subnet's paths, then whether the security groups allow traffic to the internet. */
export function judgeNetwork(network: TaskNetwork, region: string): Check[] {
  const subnets = network.subnets.map((subnet) => subnetCheck(network, subnet, region));
  const byInternet = subnets.some(({ byInternet }) => byInternet);
  return [
    ...dnsChecks(network),
    ...subnets.map(({ check }) => check),
    ...(byInternet ? [egressCheck(network)] : []),
  ];
}

function dnsChecks({ dnsSupport }: TaskNetwork): Check[] {
  if (dnsSupport) return [];
  const detail =
    "the VPC answers no DNS query (enableDnsSupport is off): a task cannot look up AWS's services";
  return [
    {
      name: NAME,
      result: "fail",
      detail,
      fix: "turn on DNS support and DNS hostnames for the VPC",
    },
  ];
}

interface SubnetVerdict {
  readonly check: Check;
  /** Whether some of the requests go through the internet. */
  readonly byInternet: boolean;
}

function subnetCheck(network: TaskNetwork, subnet: Subnet, region: string): SubnetVerdict {
  const { SubnetId = "", AvailabilityZone = "" } = subnet;
  const where = `${SubnetId} (${AvailabilityZone})`;
  const table = routeTableOf(network.routeTables, subnet);
  const paths = NEEDED.map((service) => ({
    service,
    path: pathTo(service, network, subnet, table, region),
  }));
  for (const { service, path } of paths) {
    if (path.kind !== "shut") continue;
    const detail = `${where}: ${service} goes to its VPC endpoint, but ${path.why}`;
    return fail(
      detail,
      "let port 443 through between the tasks' security groups and the endpoint's",
    );
  }
  const outside = paths.flatMap(({ service, path }) => (path.kind === "internet" ? [service] : []));
  if (outside.length === 0) return ok(`${where}: by VPC endpoints`, false);
  const way = wayOut(table, subnet, network.publicIp);
  if (way?.open === true) return ok(`${where}: out through ${way.through}${rest(outside)}`, true);
  const route = way === undefined ? "no route out" : `no way out through ${way.through}`;
  return fail(
    `${where}: ${route}, and no endpoint for ${outside.join(", ")}`,
    "give the subnet a NAT gateway, or the VPC these endpoints with private DNS",
  );
}

/** Names the services that go through endpoints, while the others go through the internet. */
function rest(outside: readonly NeededService[]): string {
  const inside = NEEDED.filter((service) => !outside.includes(service));
  return inside.length === 0 ? "" : `, ${inside.join(" and ")} by VPC endpoints`;
}

function ok(detail: string, byInternet: boolean): SubnetVerdict {
  return { check: { name: NAME, result: "ok", detail }, byInternet };
}

function fail(detail: string, fix: string): SubnetVerdict {
  return { check: { name: NAME, result: "fail", detail, fix }, byInternet: true };
}

function egressCheck({ securityGroups, subnets }: TaskNetwork): Check {
  const family = subnets.every(({ Ipv6Native }) => Ipv6Native === true) ? "IPv6" : "IPv4";
  const destinations = destinationsOf(securityGroups);
  switch (egressOf(securityGroups, family)) {
    case "everywhere":
      return { name: NAME, result: "ok", detail: "the security groups let port 443 out" };
    case "some addresses": {
      const detail = `the security groups let port 443 out to ${listed(destinations)} only; whether AWS's services are among them is not known`;
      return { name: NAME, result: "note", detail };
    }
    case "nowhere": {
      const to = destinations.length === 0 ? "" : `, only to ${listed(destinations)}`;
      const detail = `no security group lets port 443 out to public addresses${to}`;
      return { name: NAME, result: "fail", detail, fix: "npm run up" };
    }
  }
}

/** The first few destinations, and how many more there are. */
function listed(destinations: readonly string[]): string {
  const shown = destinations.slice(0, SHOWN_DESTINATIONS).join(", ");
  const more = destinations.length - SHOWN_DESTINATIONS;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
