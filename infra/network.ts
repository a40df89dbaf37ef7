import * as awsx from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "./account";
import { recordFlows } from "./flowLogs";
import { createVpcEndpoints } from "./vpcEndpoints";

/** Subnets and VPC that exist already. */
export interface ExistingNetwork {
  readonly vpcId: string;
  /** For the load balancer, in two zones at least. */
  readonly publicSubnetIds: readonly string[];
  /** For the tasks, with a way out to AWS and Twilio. */
  readonly privateSubnetIds: readonly string[];
}

/**
 * The tasks' way out of a new VPC: one NAT gateway, one a zone (which a failing zone does not take from the other), or
 * none but endpoints for the AWS services that a task needs, for a service that calls nothing outside AWS.
 */
export type Egress = "nat" | "nat-per-zone" | "endpoints";

/** The network's settings that the stack's config decides. */
export interface NetworkSettings {
  /** @default - a new VPC with a public and a private subnet in each of two zones */
  readonly existing?: ExistingNetwork;
  readonly egress: Egress;
  /** Whether the VPC's flows are logged. */
  readonly flowLogs: boolean;
}

export interface NetworkArgs {
  readonly account: Account;
  readonly settings: NetworkSettings;
  /** Secrets that may be read through the VPC's endpoint. */
  readonly secretArns: readonly pulumi.Input<string>[];
  /** Whether the tasks invoke Bedrock models. */
  readonly bedrock: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

const NAT_STRATEGY = { nat: "Single", "nat-per-zone": "OnePerAz", endpoints: "None" } as const;

/** Where the load balancer and the tasks live: a new VPC, or the caller's own. */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:Network", name, {}, opts);
    const { existing } = args.settings;
    const { vpcId, publicSubnetIds, privateSubnetIds } = existing ?? this.createVpc(name, args);
    this.vpcId = pulumi.output(vpcId);
    this.publicSubnetIds = pulumi.output(publicSubnetIds).apply((ids) => [...ids]);
    this.privateSubnetIds = pulumi.output(privateSubnetIds).apply((ids) => [...ids]);
    this.registerOutputs({
      vpcId: this.vpcId,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
    });
  }

  private createVpc(name: string, args: NetworkArgs) {
    const { account, settings, tags } = args;
    const closed = settings.egress === "endpoints";
    const vpc = new awsx.Vpc(
      `${name}-vpc`,
      {
        enableDnsHostnames: true,
        natGateways: { strategy: NAT_STRATEGY[settings.egress] },
        numberOfAvailabilityZones: 2,
        subnetSpecs: [{ type: "Public" }, { type: closed ? "Isolated" : "Private" }],
        subnetStrategy: "Auto",
        tags,
      },
      { parent: this },
    );
    const privateSubnetIds = closed ? vpc.isolatedSubnetIds : vpc.privateSubnetIds;
    if (closed) {
      const { vpcId, routeTables } = vpc;
      const routeTableIds = routeTables.apply((tables) => pulumi.all(tables.map(({ id }) => id)));
      createVpcEndpoints(
        name,
        {
          ...args,
          vpcId,
          cidrBlock: vpc.vpc.cidrBlock,
          subnetIds: privateSubnetIds,
          routeTableIds,
        },
        { parent: this },
      );
    }
    if (settings.flowLogs) {
      recordFlows(name, { account, vpcId: vpc.vpcId, tags }, { parent: this });
    }
    return { vpcId: vpc.vpcId, publicSubnetIds: vpc.publicSubnetIds, privateSubnetIds };
  }
}
