import { getPartitionOutput } from "@pulumi/aws/getPartition";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { readSecrets } from "../iam/roles";
import { type ContainerArgs, guardedContainer } from "./container";
import { fargateTaskDefinition } from "./fargateTaskDefinition";

export interface GuardedTaskDefinitionArgs {
  readonly family: pulumi.Input<string>;
  /** CPU units, such as "512". */
  readonly cpu: pulumi.Input<string>;
  /** Memory in MiB, such as "1024". */
  readonly memory: pulumi.Input<string>;
  /** ARN of the role that starts the tasks. It gets the right to read exactly the secrets of these containers. */
  readonly executionRoleArn: pulumi.Input<string>;
  /** ARN of the role that the running containers have. */
  readonly taskRoleArn?: pulumi.Input<string>;
  /** The containers. */
  readonly containers: ContainerArgs[];
  /** Names of empty volumes that the containers mount. */
  readonly volumes?: string[];
  /** X86_64 or ARM64. The default is X86_64. */
  readonly cpuArchitecture?: pulumi.Input<string>;
  /** Tags of the task definition. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * A Fargate task definition whose containers get Secrets Manager values by reference, and no credential in plaintext. It shows
 * policies the containers' plaintext settings and references as its own inputs, so that a first preview is not blind. Its
 * execution role gets the right to read the secrets.
 */
export class GuardedTaskDefinition extends pulumi.ComponentResource {
  /** ARN of the task definition with its revision, known once the execution role may read the secrets. */
  readonly arn: pulumi.Output<string>;

  constructor(
    name: string,
    args: GuardedTaskDefinitionArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const containers = args.containers.map(guardedContainer);
    super("pipecat:index:GuardedTaskDefinition", name, { containerDefinitions: containers }, opts);
    const { volumes = [], cpuArchitecture = "X86_64", tags = {} } = args;
    const definition = fargateTaskDefinition(
      `${name}-definition`,
      { ...args, containers, volumes, cpuArchitecture, tags },
      this,
    );
    const rights = this.letRead(`${name}-secrets`, args);
    this.arn = pulumi.all([definition.arn, rights?.id]).apply(([arn]) => arn);
    this.registerOutputs({ arn: this.arn });
  }

  /** Lets the execution role read the containers' secrets, if they have any. */
  private letRead(name: string, args: GuardedTaskDefinitionArgs): iam.RolePolicy | undefined {
    const secrets = args.containers.flatMap((container) => Object.values(container.secrets ?? {}));
    if (secrets.length === 0) return undefined;
    const opts = { parent: this };
    const { dnsSuffix } = getPartitionOutput({}, opts);
    const { region } = getRegionOutput({}, opts);
    // Known texts are compared: each of several outputs may have the same ARN.
    const known = secrets.map(({ key, secretArn, kmsKeyArn }) => ({ key, secretArn, kmsKeyArn }));
    const statements = pulumi
      .output(known)
      .apply((references) => readSecrets(references, { region, dnsSuffix }));
    const role = pulumi.output(args.executionRoleArn).apply((arn) => arn.split("/").at(-1) ?? arn);
    return new iam.RolePolicy(
      name,
      { role, policy: { Version: "2012-10-17", Statement: statements } },
      opts,
    );
  }
}
