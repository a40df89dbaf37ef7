import * as ec2 from "@pulumi/aws/ec2";
import { getAvailabilityZonesOutput } from "@pulumi/aws/getAvailabilityZones";
import type { input as inputs } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";

/**
 * The tasks' way out of a new VPC. `nat`: one NAT gateway. `nat-per-zone`: one for each zone, so that a zone's failure leaves the
 * other zone's egress intact. `endpoints`: only VPC endpoints for AWS services, for a service that calls nothing outside AWS.
 */
export type Egress = "nat" | "nat-per-zone" | "endpoints";

export interface VpcArgs {
  readonly egress: Egress;
  readonly tags: Readonly<Record<string, string>>;
}

/** A zone, and its addresses: few for the load balancer, many for the tasks. */
interface Zone {
  readonly number: number;
  readonly name: pulumi.Output<string>;
  readonly cidrBlocks: Readonly<Record<SubnetKind, string>>;
}

type SubnetKind = "public" | "private";

const VPC_CIDR = "10.0.0.0/16";

/** How many NAT gateways each way out has. */
const NAT_GATEWAYS = { nat: 1, "nat-per-zone": 2, endpoints: 0 } as const;

/**
 * A VPC of two zones, each with a public and a private subnet. A subnet's id is known once the subnet's routes are there. A
 * resource that uses the id waits for these routes only: the load balancer is created in parallel with the NAT gateway.
 */
export class Vpc extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly cidrBlock = VPC_CIDR;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly privateRouteTableIds: pulumi.Output<string[]>;

  readonly #name: string;
  readonly #tags: Readonly<Record<string, string>>;

  constructor(name: string, { egress, tags }: VpcArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:Vpc", name, {}, opts);
    this.#name = name;
    this.#tags = tags;
    this.vpcId = this.createVpc();
    const internet = this.createInternetGateway();
    const zones = twoZones();

    const publicRoutes = this.createRouteTable("public", { gatewayId: internet.id });
    const publicSubnets = zones.map((zone) => this.createSubnet("public", zone, publicRoutes));
    const natGatewayIds = publicSubnets
      .slice(0, NAT_GATEWAYS[egress])
      .map((subnetId, index) => this.createNatGateway(`nat-${index + 1}`, subnetId, internet));
    const privateRoutes = zones.map(({ number }, index) => {
      const natGatewayId = natGatewayIds[index] ?? natGatewayIds[0];
      return this.createRouteTable(`private-${number}`, natGatewayId && { natGatewayId });
    });
    const privateSubnets = zones.flatMap((zone, index) => {
      const routes = privateRoutes[index];
      return routes === undefined ? [] : [this.createSubnet("private", zone, routes)];
    });

    this.publicSubnetIds = pulumi.all(publicSubnets);
    this.privateSubnetIds = pulumi.all(privateSubnets);
    this.privateRouteTableIds = pulumi.all(privateRoutes.map(({ id }) => id));
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      privateRouteTableIds: this.privateRouteTableIds,
    });
  }

  private createVpc(): pulumi.Output<string> {
    const { id: vpcId } = new ec2.Vpc(
      this.#name,
      { cidrBlock: VPC_CIDR, enableDnsHostnames: true, tags: this.tags("") },
      { parent: this },
    );
    // The default group has no rules: what is started without another security group reaches nothing (Security Hub EC2.2).
    new ec2.DefaultSecurityGroup(
      `${this.#name}-default-sg`,
      { vpcId, ingress: [], egress: [], tags: this.tags("-default") },
      { parent: this },
    );
    return vpcId;
  }

  private createInternetGateway(): ec2.InternetGateway {
    return new ec2.InternetGateway(
      `${this.#name}-internet`,
      { vpcId: this.vpcId, tags: this.tags("-internet") },
      { parent: this },
    );
  }

  private createRouteTable(
    label: string,
    way?: Pick<inputs.ec2.RouteTableRoute, "gatewayId" | "natGatewayId">,
  ): ec2.RouteTable {
    return new ec2.RouteTable(
      `${this.#name}-${label}`,
      {
        vpcId: this.vpcId,
        routes: way === undefined ? [] : [{ cidrBlock: "0.0.0.0/0", ...way }],
        tags: this.tags(`-${label}`),
      },
      { parent: this },
    );
  }

  /** The subnet's id, once its routes are there. */
  private createSubnet(
    kind: SubnetKind,
    zone: Zone,
    routes: ec2.RouteTable,
  ): pulumi.Output<string> {
    const label = `${kind}-${zone.number}`;
    const subnet = new ec2.Subnet(
      `${this.#name}-${label}`,
      {
        vpcId: this.vpcId,
        availabilityZone: zone.name,
        cidrBlock: zone.cidrBlocks[kind],
        tags: this.tags(`-${label}`),
      },
      // A zone that AWS adds must not move a subnet.
      { parent: this, ignoreChanges: ["availabilityZone"] },
    );
    const association = new ec2.RouteTableAssociation(
      `${this.#name}-${label}`,
      { subnetId: subnet.id, routeTableId: routes.id },
      { parent: this },
    );
    return pulumi.all([subnet.id, association.id]).apply(([id]) => id);
  }

  private createNatGateway(
    label: string,
    subnetId: pulumi.Output<string>,
    internet: ec2.InternetGateway,
  ): pulumi.Output<string> {
    const opts = { parent: this, dependsOn: [internet] };
    const tags = this.tags(`-${label}`);
    const address = new ec2.Eip(`${this.#name}-${label}`, { domain: "vpc", tags }, opts);
    const gateway = new ec2.NatGateway(
      `${this.#name}-${label}`,
      { allocationId: address.id, subnetId, tags },
      opts,
    );
    return gateway.id;
  }

  private tags(suffix: string): Record<string, string> {
    return { ...this.#tags, Name: `${this.#name}${suffix}` };
  }
}

/** Zones without Fargate, by their ids. Source: "Supported Regions for Amazon ECS on AWS Fargate" in the ECS developer guide. */
const WITHOUT_FARGATE = ["apne1-az3", "cnn1-az3", "cnn1-az4", "usw1-az2"];

/** Two of the region's own availability zones that have Fargate, its Local Zones left out. */
function twoZones(): Zone[] {
  const { names } = getAvailabilityZonesOutput({
    state: "available",
    filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
    excludeZoneIds: WITHOUT_FARGATE,
  });
  const cidrBlocks = [
    { public: "10.0.0.0/20", private: "10.0.64.0/18" },
    { public: "10.0.16.0/20", private: "10.0.128.0/18" },
  ];
  return cidrBlocks.map((blocks, index) => ({
    number: index + 1,
    name: names.apply((all) => all[index] ?? ""),
    cidrBlocks: blocks,
  }));
}
