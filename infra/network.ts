import * as awsx from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";

/** Subnets and VPC that exist already. */
export interface ExistingNetwork {
  readonly vpcId: string;
  /** For the load balancer, in two zones at least. */
  readonly publicSubnetIds: readonly string[];
  /** For the tasks, with a way out to AWS and Twilio. */
  readonly privateSubnetIds: readonly string[];
}

/** NAT gateways of a new VPC: one in all, or one a zone, which a failing zone does not take away from the other. */
export type NatStrategy = "Single" | "OnePerAz";

export interface NetworkArgs {
  /** @default - a new VPC with a public and a private subnet in each of two zones */
  readonly existing?: ExistingNetwork;
  readonly natStrategy: NatStrategy;
  readonly tags: Readonly<Record<string, string>>;
}

/** Where the load balancer and the tasks live: a new VPC, or the caller's own. */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:Network", name, {}, opts);
    const { vpcId, publicSubnetIds, privateSubnetIds } =
      args.existing ?? this.createVpc(name, args);
    this.vpcId = pulumi.output(vpcId);
    this.publicSubnetIds = pulumi.output(publicSubnetIds).apply((ids) => [...ids]);
    this.privateSubnetIds = pulumi.output(privateSubnetIds).apply((ids) => [...ids]);
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
    });
  }

  private createVpc(name: string, { natStrategy, tags }: NetworkArgs): awsx.Vpc {
    return new awsx.Vpc(
      `${name}-vpc`,
      {
        enableDnsHostnames: true,
        natGateways: { strategy: natStrategy },
        numberOfAvailabilityZones: 2,
        subnetSpecs: [{ type: "Public" }, { type: "Private" }],
        subnetStrategy: "Auto",
        tags,
      },
      { parent: this },
    );
  }
}
