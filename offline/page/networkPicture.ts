import { isRecord } from "../engine/wire";
import type { Box, StackPicture, Zone } from "./boxes";
import { counted, type PlanReader, nonEmpty, type ReadResource } from "./planReader";

/** The kind of subnet that something is in. */
type Side = "public" | "private";

/** Returns the network with what is in its public and private subnets. */
export function networkPicture(plan: PlanReader): Pick<StackPicture, "network" | "zones"> {
  const vpc = plan.first("ec2/vpc:Vpc");
  const sides = subnetSides(plan);
  const boxes = [
    ...balancers(plan, sides),
    ...natGateways(plan),
    ...services(plan, sides),
    ...endpoints(plan),
  ];
  const zone = (side: Side, title: string): Zone => {
    const subnets = plan.all("ec2/subnet:Subnet").filter(({ id }) => sides.get(id) === side);
    const zones = new Set(subnets.map((subnet) => subnet.text("availabilityZone")));
    return {
      title,
      facts:
        subnets.length === 0
          ? []
          : [`${counted(subnets.length, "subnet")} in ${counted(zones.size, "zone")}`],
      boxes: boxes.filter((each) => each.side === side).map(({ box }) => box),
    };
  };
  return {
    network:
      vpc === undefined
        ? { title: "VPC of your own", facts: [] }
        : {
            title: "VPC",
            facts: nonEmpty(vpc.text("cidrBlock"), ...flowLogs(plan)),
          },
    zones: [zone("public", "Public subnets"), zone("private", "Private subnets")].filter(
      (each) => each.boxes.length > 0,
    ),
  };
}

interface Placed {
  readonly side: Side;
  readonly box: Box;
}

/** A subnet is public when its route table leads to an internet gateway. */
function subnetSides(plan: PlanReader): ReadonlyMap<string, Side> {
  const open = new Set(
    plan
      .all("ec2/routeTable:RouteTable")
      .filter((table) =>
        table
          .list("routes")
          .some((route) => isRecord(route) && String(route["gatewayId"]).startsWith("igw-")),
      )
      .map(({ id }) => id),
  );
  return new Map(
    plan
      .all("ec2/routeTableAssociation:RouteTableAssociation")
      .map((link) => [
        link.text("subnetId"),
        open.has(link.text("routeTableId")) ? "public" : "private",
      ]),
  );
}

function balancers(plan: PlanReader, sides: ReadonlyMap<string, Side>): Placed[] {
  return plan.all("lb/loadBalancer:LoadBalancer").map((balancer) => {
    const isInternal = balancer.text("internal") === "true";
    const listeners = plan
      .all("lb/listener:Listener")
      .filter((listener) => listener.text("loadBalancerArn") === balancer.text("arn"))
      .map((listener) => `listens on ${listener.text("protocol")} ${listener.text("port")}`);
    const idle = balancer.text("idleTimeout");
    return {
      side: sideOf(balancer.list("subnets"), sides, isInternal ? "private" : "public"),
      box: {
        title: balancer.name,
        kind: "Application Load Balancer",
        facts: [...listeners, ...(idle === "" ? [] : [`idle timeout ${idle} s`])],
      },
    };
  });
}

function natGateways(plan: PlanReader): Placed[] {
  const count = plan.all("ec2/natGateway:NatGateway").length;
  if (count === 0) return [];
  return [
    {
      side: "public",
      box: { title: counted(count, "gateway"), kind: "NAT gateway", facts: ["the tasks' way out"] },
    },
  ];
}

function services(plan: PlanReader, sides: ReadonlyMap<string, Side>): Placed[] {
  return plan.all("ecs/service:Service").map((service) => ({
    side: sideOf(service.list("networkConfiguration", "subnets"), sides, "private"),
    box: {
      title: service.name,
      kind: "ECS service on Fargate",
      facts: serviceFacts(plan, service),
    },
  }));
}

function serviceFacts(plan: PlanReader, service: ReadResource): string[] {
  const definition = plan
    .all("ecs/taskDefinition:TaskDefinition")
    .find((each) => each.text("arn") === service.text("taskDefinition"));
  const target = plan.first("appautoscaling/target:Target");
  const count = Number(service.text("desiredCount"));
  const size =
    definition === undefined
      ? ""
      : `${Number(definition.text("cpu")) / 1024} vCPU, ${Number(definition.text("memory")) / 1024} GB each`;
  const scaling =
    target === undefined
      ? ""
      : `scales from ${target.text("minCapacity")} to ${target.text("maxCapacity")}`;
  const strategy = service.text("deploymentConfiguration", "strategy").toLowerCase();
  return nonEmpty(
    counted(count, "task"),
    size,
    scaling,
    strategy === "" ? "" : `${strategy.replace("_", "-")} deployment`,
  );
}

function endpoints(plan: PlanReader): Placed[] {
  const names = plan
    .all("ec2/vpcEndpoint:VpcEndpoint")
    .map((endpoint) => endpoint.text("serviceName").split(".").slice(3).join("."));
  if (names.length === 0) return [];
  return [
    { side: "private", box: { title: names.sort().join(", "), kind: "VPC endpoints", facts: [] } },
  ];
}

function flowLogs(plan: PlanReader): string[] {
  return plan.all("ec2/flowLog:FlowLog").length === 0 ? [] : ["flow logs"];
}

function sideOf(
  subnets: readonly unknown[],
  sides: ReadonlyMap<string, Side>,
  otherwise: Side,
): Side {
  const known = subnets.flatMap((id) => sides.get(String(id)) ?? []);
  return known[0] ?? otherwise;
}
