import * as aws from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

/** The properties of `awsx:ec2:Vpc` that the simulation knows. */
export interface VpcArgs {
  readonly natStrategy: string;
  readonly zones: readonly string[];
  readonly subnetTypes: readonly string[];
  readonly tags: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * `awsx:ec2:Vpc` with the children that awsx makes, named and parented as awsx does, of which each waits for the same others.
 * The address ranges are not awsx's own.
 */
export class SimulatedVpc extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  readonly isolatedSubnetIds: pulumi.Output<string[]>;
  readonly routeTables: aws.RouteTable[] = [];
  readonly vpc: aws.Vpc;

  readonly #name: string;
  readonly #args: VpcArgs;
  readonly #gateway: aws.InternetGateway;
  readonly #natGateways: aws.NatGateway[] = [];
  readonly #subnets: { readonly type: string; readonly id: pulumi.Output<string> }[] = [];

  constructor(name: string, args: VpcArgs, opts: pulumi.ComponentResourceOptions) {
    super("awsx:ec2:Vpc", name, {}, opts);
    this.#name = name;
    this.#args = args;
    const { tags, zones } = args;
    this.vpc = new aws.Vpc(
      name,
      { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true, tags },
      { parent: this },
    );
    const inVpc = { parent: this.vpc, dependsOn: [this.vpc] };
    this.#gateway = new aws.InternetGateway(name, { vpcId: this.vpc.id, tags }, inVpc);
    // Public subnets first: private ones route through their NAT gateways.
    for (const type of ["Public", "Private", "Isolated"]) {
      if (!args.subnetTypes.includes(type)) continue;
      zones.forEach((zone, index) => {
        this.#createSubnet(type, zone, index);
      });
    }
    this.vpcId = this.vpc.id;
    this.publicSubnetIds = this.#idsOf("Public");
    this.privateSubnetIds = this.#idsOf("Private");
    this.isolatedSubnetIds = this.#idsOf("Isolated");
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      isolatedSubnetIds: this.isolatedSubnetIds,
    });
  }

  #createSubnet(type: string, availabilityZone: string, index: number): void {
    const { tags } = this.#args;
    const name = `${this.#name}-${type.toLowerCase()}-${index + 1}`;
    const vpcId = this.vpc.id;
    const subnet = new aws.Subnet(
      name,
      {
        vpcId,
        availabilityZone,
        cidrBlock: `10.0.${this.#subnets.length * 16}.0/20`,
        mapPublicIpOnLaunch: type === "Public",
        tags,
      },
      { parent: this.vpc, dependsOn: [this.vpc] },
    );
    this.#subnets.push({ type, id: subnet.id });
    const inSubnet = { parent: subnet, dependsOn: [subnet] };
    const table = new aws.RouteTable(name, { vpcId, tags }, inSubnet);
    this.routeTables.push(table);
    const inTable = { parent: table, dependsOn: [table] };
    const association = new aws.RouteTableAssociation(
      name,
      { routeTableId: table.id, subnetId: subnet.id },
      inTable,
    );
    if (type === "Public") this.#createNatGateway(subnet, association, index);
    this.#createRoute(type, name, table, index);
  }

  #createRoute(type: string, name: string, table: aws.RouteTable, index: number): void {
    const nat = this.#natGateways[index] ?? this.#natGateways[0];
    const target =
      type === "Public"
        ? { gatewayId: this.#gateway.id }
        : type === "Private" && nat !== undefined
          ? { natGatewayId: nat.id }
          : undefined;
    if (target === undefined) return;
    new aws.Route(
      name,
      { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", ...target },
      { parent: table, dependsOn: [table] },
    );
  }

  #createNatGateway(subnet: aws.Subnet, route: pulumi.Resource, index: number): void {
    const { natStrategy, tags } = this.#args;
    if (natStrategy === "None" || (natStrategy === "Single" && index > 0)) return;
    const name = `${this.#name}-${index + 1}`;
    const opts = { parent: subnet, dependsOn: [subnet] };
    const address = new aws.Eip(name, { tags }, opts);
    this.#natGateways.push(
      new aws.NatGateway(
        name,
        { allocationId: address.allocationId, subnetId: subnet.id, tags },
        { parent: subnet, dependsOn: [subnet, route] },
      ),
    );
  }

  #idsOf(type: string): pulumi.Output<string[]> {
    return pulumi.all(this.#subnets.filter((subnet) => subnet.type === type).map(({ id }) => id));
  }
}
