import {
  DescribeTasksCommand,
  ECSClient,
  ListServiceDeploymentsCommand,
  ListTasksCommand,
  type Service,
} from "@aws-sdk/client-ecs";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { namesIn, type TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import type { AwsSession } from "../../aws/session";
import {
  containerSecrets,
  describeService,
  describeTaskDefinition,
  shortName,
} from "../../ecs/ecs";
import { parseValueFrom } from "../../ecs/definition/valueFrom";
import { readSecret } from "../../secret/secretContents";
import { jsonObject } from "../../network/json";
import type { Rollout } from "../ports";

/** The secret and the service that use the stack's credentials. */
export interface Deployment {
  readonly secretId: string;
  readonly cluster: string;
  readonly service: string;
}

/** How far the config's credentials are deployed: to the secret, to the task definition, to every running task. */
export async function rolloutOf(
  session: AwsSession,
  { secretId, cluster, service: name }: Deployment,
  credentials: TwilioCredentials,
): Promise<Rollout> {
  const secrets = new SecretsManagerClient(session.clientConfig);
  const ecs = new ECSClient(session.clientConfig);
  const { text, versionId, arn } = await readSecret(secrets, secretId).catch((error: unknown) => {
    throw session.failed(error, "secretsmanager:GetSecretValue", secretId);
  });
  if (!isSame(text, credentials)) {
    return { state: "not deployed", detail: "the secret in AWS differs from the config" };
  }
  const service = await describeService(session, ecs, cluster, name);
  const definition = service.taskDefinition ?? "";
  const described = await describeTaskDefinition(session, ecs, definition);
  const references = containerSecrets(described)
    .map((secret) => ({ name: secret.name, from: parseValueFrom(secret.valueFrom) }))
    .filter(({ from }) => from.kind === "secret" && from.secretId === arn);
  const isCurrent = ({ from }: (typeof references)[number]): boolean =>
    from.kind === "secret" && from.versionId === versionId;
  const names = new Set(references.map((reference) => reference.name));
  if (!references.every(isCurrent) || !namesIn(credentials).every((each) => names.has(each))) {
    const detail = `${shortName(definition)} names another version of the secret`;
    return (await isUnfinished(session, ecs, cluster, service))
      ? { state: "under way", detail }
      : { state: "not deployed", detail };
  }
  return running(session, ecs, cluster, service);
}

/** Whether the secret holds exactly these credentials. */
function isSame(text: string, credentials: TwilioCredentials): boolean {
  const object = jsonObject(text) ?? {};
  const names = namesIn(credentials);
  return (
    Object.keys(object).length === names.length &&
    names.every((name) => object[name] === credentials[name])
  );
}

async function running(
  session: AwsSession,
  ecs: ECSClient,
  cluster: string,
  service: Service,
): Promise<Rollout> {
  if (await isUnfinished(session, ecs, cluster, service)) {
    return { state: "under way", detail: "the deployment is not finished" };
  }
  const definitions = await taskDefinitions(session, ecs, cluster, service.serviceName ?? "");
  const others = definitions.filter((definition) => definition !== service.taskDefinition);
  if (others.length > 0) {
    const kept = `${others.length} task${others.length === 1 ? "" : "s"} of an older revision`;
    return { state: "under way", detail: `${kept} still run` };
  }
  if (definitions.length === 0) return withoutTask(service);
  return { state: "deployed", tasks: definitions.length };
}

/** The state of a service that runs no task. */
function withoutTask({ desiredCount }: Service): Rollout {
  return desiredCount === 0
    ? { state: "not deployed", detail: "the service runs no task: its desired count is 0" }
    : { state: "under way", detail: "no task runs" };
}

/** Whether ECS is still replacing tasks. This includes the bake time, in which ECS could still roll back to the old tasks. */
async function isUnfinished(
  session: AwsSession,
  ecs: ECSClient,
  cluster: string,
  { serviceName = "", deployments = [] }: Service,
): Promise<boolean> {
  const unfinished = deployments.some(({ rolloutState }) => rolloutState === "IN_PROGRESS");
  if (unfinished || deployments.length > 1) return true;
  try {
    const { serviceDeployments = [] } = await ecs.send(
      new ListServiceDeploymentsCommand({ cluster, service: serviceName }),
    );
    return serviceDeployments.some(({ status = "" }) =>
      /^(PENDING|IN_PROGRESS|STOP_REQUESTED|ROLLBACK_REQUESTED|ROLLBACK_IN_PROGRESS)$/.test(status),
    );
  } catch (error) {
    throw session.failed(error, "ecs:ListServiceDeployments", serviceName);
  }
}

/** The task definition of each running task. */
async function taskDefinitions(
  session: AwsSession,
  ecs: ECSClient,
  cluster: string,
  serviceName: string,
): Promise<string[]> {
  try {
    const definitions: string[] = [];
    let nextToken: string | undefined;
    do {
      // A page has at most as many tasks as DescribeTasks accepts.
      const page = await ecs.send(
        new ListTasksCommand({
          cluster,
          serviceName,
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
      );
      nextToken = page.nextToken;
      const { taskArns: arns = [] } = page;
      if (arns.length === 0) continue;
      const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: arns }));
      definitions.push(
        ...tasks
          .filter(({ lastStatus }) => lastStatus !== "STOPPED")
          .flatMap(({ taskDefinitionArn }) => taskDefinitionArn ?? []),
      );
    } while (nextToken !== undefined);
    return definitions;
  } catch (error) {
    throw session.failed(error, "ecs:ListTasks", serviceName);
  }
}
