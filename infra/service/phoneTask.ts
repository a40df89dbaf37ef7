import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../account";
import type { ContainerDefinition } from "./container";
import type { FargateSize } from "./fargateSize";
import {
  ecsTaskRole,
  invokeModels,
  openExecChannels,
  protectTasks,
  publishMetrics,
  pullImage,
  readSecrets,
  writeLogs,
} from "./roles";
import type { SecretReference } from "../credentials/secretReference";

export interface PhoneTaskArgs {
  /** The task's one container. */
  readonly container: ContainerDefinition;
  /** What the container's secrets refer to; the execution role may read exactly these. */
  readonly secrets: readonly SecretReference[];
  /** Secrets that the running service may read by itself, besides what it is given. */
  readonly taskRoleReads: readonly SecretReference[];
  /** Bedrock models that the service may invoke, by id or ARN. */
  readonly bedrockModels: readonly string[];
  /** Whether ECS Exec may open a shell in the container. */
  readonly executeCommand: boolean;
  /** Namespace of the metrics that the service may publish. */
  readonly metricNamespace: string;
  readonly family: string;
  readonly size: FargateSize;
  readonly account: Account;
  readonly clusterName: pulumi.Output<string>;
  readonly logGroupArn: pulumi.Output<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The task definition and its two roles. It passes the container's definition, structured, as its own inputs: there a policy
 * sees every plain setting on a first preview, when the task definition's one JSON string is still unknown.
 */
export class PhoneTask extends pulumi.ComponentResource {
  /** ARN of the task definition with its revision. */
  readonly definitionArn: pulumi.Output<string>;
  /** Role that ECS starts the task with: it pulls the image, reads the secrets and writes the logs. */
  readonly executionRoleArn: pulumi.Output<string>;
  /** Role that the running service has. */
  readonly taskRoleArn: pulumi.Output<string>;

  constructor(name: string, args: PhoneTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:PhoneTask", name, { containerDefinitions: [args.container] }, opts);
    const roleOptions = besideTask(name, opts?.parent);
    const executionRole = this.createExecutionRole(`${name}-execution`, args, roleOptions);
    const taskRole = this.createTaskRole(`${name}-role`, args, roleOptions);
    const definition = new aws.ecs.TaskDefinition(
      `${name}-definition`,
      {
        family: args.family,
        requiresCompatibilities: ["FARGATE"],
        networkMode: "awsvpc",
        runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
        cpu: String(args.size.cpu),
        memory: String(args.size.memory),
        executionRoleArn: executionRole.arn,
        taskRoleArn: taskRole.arn,
        volumes: args.container.mountPoints.map(({ sourceVolume }) => ({ name: sourceVolume })),
        containerDefinitions: pulumi.jsonStringify([args.container]),
        tags: args.tags,
      },
      {
        parent: this,
        // A service whose last deployment failed still names the old revision, and goes back to it: it stays registered, at no
        // cost. It holds references, and no value.
        retainOnDelete: true,
      },
    );
    this.definitionArn = definition.arn;
    this.executionRoleArn = executionRole.arn;
    this.taskRoleArn = taskRole.arn;
    this.registerOutputs({
      definitionArn: this.definitionArn,
      executionRoleArn: this.executionRoleArn,
      taskRoleArn: this.taskRoleArn,
    });
  }

  private createExecutionRole(
    name: string,
    args: PhoneTaskArgs,
    roleOptions: pulumi.CustomResourceOptions,
  ): aws.iam.Role {
    const { account, container, secrets, logGroupArn, tags } = args;
    return ecsTaskRole(
      name,
      {
        account,
        roleOptions,
        description: "Starts the phone service's tasks: image, secrets, logs",
        statements: pullImage(container.image, account).apply((pull) => [
          ...pull,
          writeLogs(logGroupArn),
          ...readSecrets(secrets, account),
        ]),
        tags,
      },
      this,
    );
  }

  private createTaskRole(
    name: string,
    args: PhoneTaskArgs,
    roleOptions: pulumi.CustomResourceOptions,
  ): aws.iam.Role {
    const { account, taskRoleReads, bedrockModels, executeCommand, clusterName, tags } = args;
    return ecsTaskRole(
      name,
      {
        account,
        roleOptions,
        description: "What the running phone service may do",
        statements: [
          protectTasks(clusterName, account),
          publishMetrics(args.metricNamespace),
          ...readSecrets(taskRoleReads, account),
          ...invokeModels(bedrockModels, account),
          ...(executeCommand ? [openExecChannels()] : []),
        ],
        tags,
      },
      this,
    );
  }
}

/**
 * Options of a role that the task names, and the secret's policy, too. It is the task's sibling and not its child: a child waits for
 * the component, the component's inputs name the secret's version, and the version waits for the policy. States of before hold
 * it as the task's child.
 */
function besideTask(
  taskName: string,
  parent: pulumi.Resource | undefined,
): pulumi.CustomResourceOptions {
  return parent === undefined
    ? {}
    : {
        parent,
        aliases: [{ parent: pulumi.createUrn(taskName, "pipecat:index:PhoneTask", parent) }],
      };
}
