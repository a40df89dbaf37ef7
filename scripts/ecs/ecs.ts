import {
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type Service,
  type TaskDefinition,
} from "@aws-sdk/client-ecs";
import { isAwsError } from "../aws/errors";
import type { AwsSession } from "../aws/session";
import { checkFailed } from "../terminal/scriptError";

/** One container secret of a task definition. */
export interface ContainerSecret {
  readonly container: string;
  /** Name of the container's environment variable. */
  readonly name: string;
  readonly valueFrom: string;
}

/** Describes a service. @throws ScriptError if there is no active service of this name */
export async function describeService(
  session: AwsSession,
  client: ECSClient,
  cluster: string,
  service: string,
): Promise<Service> {
  const missing = checkFailed(
    `there is no active service ${service} in the cluster ${cluster} (${session.region}, account ${session.accountId})`,
    `aws ecs list-services --cluster ${cluster} --region ${session.region}`,
  );
  try {
    const { services = [] } = await client.send(
      new DescribeServicesCommand({ cluster, services: [service] }),
    );
    const found = services.find(({ status }) => status !== "INACTIVE");
    if (found === undefined) throw missing;
    return found;
  } catch (error) {
    if (isAwsError(error, "ClusterNotFoundException", "ServiceNotFoundException")) throw missing;
    throw session.failed(error, "ecs:DescribeServices", service);
  }
}

/** The task definitions of a service: first the one that it deploys, then those of tasks that still run. */
export function taskDefinitionsOf(service: Service): string[] {
  const running = (service.deployments ?? []).flatMap(({ taskDefinition, runningCount }) =>
    taskDefinition !== undefined && (runningCount ?? 0) > 0 ? [taskDefinition] : [],
  );
  const wanted = service.taskDefinition === undefined ? [] : [service.taskDefinition];
  return [...new Set([...wanted, ...running])];
}

/** Describes a task definition. @throws ScriptError if it does not exist */
export async function describeTaskDefinition(
  session: AwsSession,
  client: ECSClient,
  taskDefinition: string,
): Promise<TaskDefinition> {
  try {
    const answer = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
    return answer.taskDefinition ?? {};
  } catch (error) {
    if (isAwsError(error, "ClientException")) {
      throw checkFailed(
        `there is no task definition ${taskDefinition} (${session.region}, account ${session.accountId})`,
        `aws ecs list-task-definitions --region ${session.region}`,
      );
    }
    throw session.failed(error, "ecs:DescribeTaskDefinition", taskDefinition);
  }
}

/** The secrets of all containers of a task definition. */
export function containerSecrets(definition: TaskDefinition): ContainerSecret[] {
  return (definition.containerDefinitions ?? []).flatMap(({ name: container = "", secrets = [] }) =>
    secrets.map(({ name = "", valueFrom = "" }) => ({ container, name, valueFrom })),
  );
}

/** A task definition's family and revision, without the rest of its ARN. */
export function shortName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
