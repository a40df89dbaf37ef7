import type { Route, RouteTable, Subnet } from "@aws-sdk/client-ec2";
import { coverAll } from "./addresses";

/** A route from a subnet to the internet. */
export interface Way {
  /** The gateway, and why it does not work if it does not. */
  readonly through: string;
  readonly open: boolean;
}

/** The subnet's own route table, or else the VPC's main one. */
export function routeTableOf(
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

/**
 * Finds the route of a subnet's requests to the internet: IPv6 if the subnet is IPv6-only, else IPv4. One route may cover all
 * addresses, or two routes may cover one half each.
 *
 * @param publicIp - whether tasks get a public IPv4 address, which an internet gateway requires
 */
export function wayOut(
  table: RouteTable | undefined,
  { Ipv6Native }: Subnet,
  publicIp: boolean,
): Way | undefined {
  const family = Ipv6Native === true ? "IPv6" : "IPv4";
  const destination = (route: Route): string =>
    (family === "IPv6" ? route.DestinationIpv6CidrBlock : route.DestinationCidrBlock) ?? "";
  const wide = (table?.Routes ?? []).filter((route) => /\/[01]$/.test(destination(route)));
  if (!coverAll(wide.map(destination), family)) return undefined;
  const ways = wide.map((route) => wayOf(route, family === "IPv6" || publicIp));
  return ways.find(({ open }) => !open) ?? ways[0];
}

function wayOf(route: Route, hasPublicAddress: boolean): Way {
  const { NatGatewayId, GatewayId, TransitGatewayId, NetworkInterfaceId, InstanceId } = route;
  const through =
    NatGatewayId ??
    route.EgressOnlyInternetGatewayId ??
    TransitGatewayId ??
    NetworkInterfaceId ??
    InstanceId ??
    GatewayId ??
    "another target";
  if (route.State === "blackhole") return { through: `${through}, which is gone`, open: false };
  if (GatewayId?.startsWith("igw-") !== true || hasPublicAddress) return { through, open: true };
  return { through: `${through} without a public address`, open: false };
}
