import type * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { Account } from "../../../components/iam/account";
import type { ContainerDefinition } from "./container";
import type { FargateSize } from "./fargateSize";
import { ecsTaskRole, pullImage, readSecrets, writeLogs } from "../../../components/iam/roles";
import { fargateTaskDefinition } from "../../../components/task/fargateTaskDefinition";
import { invokeModels, openExecChannels, protectTasks, publishMetrics } from "./taskRights";
import type { SecretReference } from "../../../components/secret/secretReference";

export interface PhoneTaskArgs {
  /** The task's one container. */
  readonly container: ContainerDefinition;
  /** What the container's secrets refer to; the execution role may read exactly these. */
  readonly secrets: readonly SecretReference[];
  /** Secrets that the running service may read with the task role, in addition to its environment variables. */
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
 * The task definition and its two roles. It passes the container's definition as its own structured inputs. A policy sees every plaintext
 * setting there, also on a first preview, when the task definition's one JSON text is still unknown.
 */
export class PhoneTask extends pulumi.ComponentResource {
  /** ARN of the task definition with its revision. */
  readonly definitionArn: pulumi.Output<string>;
  /** Role that ECS starts the task with: it pulls the image, reads the secrets and writes the logs. */
  readonly executionRoleArn: pulumi.Output<string>;
  /** Role that the running service has. */
  readonly taskRoleArn: pulumi.Output<string>;

  readonly #readers: readonly pulumi.Output<string>[];

  constructor(name: string, args: PhoneTaskArgs, opts?: pulumi.ComponentResourceOptions) {
    super("pipecat:index:PhoneTask", name, { containerDefinitions: [args.container] }, opts);
    const roleOptions = siblingOfTask(name, opts?.parent);
    const executionRole = this.createExecutionRole(`${name}-execution`, args, roleOptions);
    const taskRole = this.createTaskRole(`${name}-role`, args, roleOptions);
    const definition = fargateTaskDefinition(
      `${name}-definition`,
      {
        family: args.family,
        cpu: String(args.size.cpu),
        memory: String(args.size.memory),
        cpuArchitecture: "X86_64",
        executionRoleArn: executionRole.arn,
        taskRoleArn: taskRole.arn,
        volumes: args.container.mountPoints.map(({ sourceVolume }) => sourceVolume),
        containers: [args.container],
        tags: args.tags,
      },
      this,
    );
    this.definitionArn = definition.arn;
    this.executionRoleArn = executionRole.arn;
    this.taskRoleArn = taskRole.arn;
    this.#readers = [executionRole.arn, ...(args.taskRoleReads.length > 0 ? [taskRole.arn] : [])];
    this.registerOutputs({
      definitionArn: this.definitionArn,
      executionRoleArn: this.executionRoleArn,
      taskRoleArn: this.taskRoleArn,
    });
  }

  /** ARNs of the roles that read secrets. */
  get readerArns(): pulumi.Output<string[]> {
    return pulumi.all([...this.#readers]);
  }

  private createExecutionRole(
    name: string,
    args: PhoneTaskArgs,
    roleOptions: pulumi.CustomResourceOptions,
  ): iam.Role {
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
  ): iam.Role {
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
 * Options of a role that the task and the secret's policy name. It is the task's sibling and not its child: a child waits for
 * the component, the component's inputs name the secret's version, and the version waits for the policy. The states of older
 * programs have it as the task's child.
 */
function siblingOfTask(
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
