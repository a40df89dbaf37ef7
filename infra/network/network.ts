import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../components/iam/account";
import { recordFlows } from "./flowLogs";
import { type Egress, Vpc } from "./vpc";
import { createVpcEndpoints } from "./vpcEndpoints";

/** An existing VPC and its subnets. */
export interface ExistingNetwork {
  readonly vpcId: string;
  /** For the load balancer, in two zones at least. */
  readonly publicSubnetIds: readonly string[];
  /** For the tasks, with a way out to AWS and Twilio. */
  readonly privateSubnetIds: readonly string[];
}

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
  /** Whether ECS Exec may open a shell in a task. */
  readonly executeCommand: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** The network of the load balancer and the tasks: a new VPC, or an existing one. */
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

  private createVpc(name: string, args: NetworkArgs): Vpc {
    const { settings, tags, ...reached } = args;
    const { account } = args;
    const { egress } = settings;
    const vpc = new Vpc(`${name}-vpc`, { egress, tags }, { parent: this });
    if (egress === "endpoints") {
      createVpcEndpoints(name, { ...reached, vpc, tags }, { parent: this });
    }
    if (settings.flowLogs) {
      recordFlows(name, { account, vpcId: vpc.vpcId, tags }, { parent: this });
    }
    return vpc;
  }
}
