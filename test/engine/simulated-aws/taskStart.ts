import { isRecord } from "../../../offline/engine/wire";
import type { SimulatedAccount, Thing } from "./account";

/**
 * Checks what ECS demands before it accepts a service: a target group with a load balancer, capacity, and an active task definition.
 * @throws with ECS's own error
 */
export function checkService(
  account: SimulatedAccount,
  service: Readonly<Record<string, unknown>>,
): void {
  for (const balancer of records(service["loadBalancers"])) {
    const targetGroup = String(balancer["targetGroupArn"]);
    const routes = [
      ...account.ofType("aws:lb/listener:Listener"),
      ...account.ofType("aws:lb/listenerRule:ListenerRule"),
    ];
    if (!routes.some(({ inputs }) => JSON.stringify(inputs).includes(targetGroup))) {
      throw new Error(
        `InvalidParameterException: The target group with targetGroupArn ${targetGroup} does not have an associated load balancer.`,
      );
    }
  }
  checkCapacity(account, service);
  definitionOf(account, service);
}

/**
 * Does what happens between CreateService and a steady state: ECS starts a task, and the execution role fetches each secret for it.
 * Looks in the role's policies only for the secret's ARN and the action, which is less than IAM evaluates.
 * @throws with ECS's own error if the service would not become steady
 */
export function startTasks(
  account: SimulatedAccount,
  service: Readonly<Record<string, unknown>>,
): void {
  const definition = definitionOf(account, service);
  const role = definition.inputs["executionRoleArn"];
  for (const container of containers(definition.inputs["containerDefinitions"])) {
    for (const secret of records(container["secrets"])) {
      fetchSecret(account, String(secret["valueFrom"]), role);
    }
  }
}

function definitionOf(
  account: SimulatedAccount,
  service: Readonly<Record<string, unknown>>,
): Thing {
  const arn = service["taskDefinition"];
  const definition = account
    .ofType("aws:ecs/taskDefinition:TaskDefinition")
    .find(({ outputs }) => outputs["arn"] === arn);
  if (definition !== undefined) return definition;
  throw new Error(`ClientException: TaskDefinition ${String(arn)} is inactive.`);
}

function checkCapacity(
  account: SimulatedAccount,
  service: Readonly<Record<string, unknown>>,
): void {
  const cluster = account
    .ofType("aws:ecs/cluster:Cluster")
    .find(({ outputs }) => outputs["arn"] === service["cluster"]);
  const offered = account
    .ofType("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders")
    .filter(({ inputs }) => inputs["clusterName"] === cluster?.inputs["name"])
    .flatMap(({ inputs }) => inputs["capacityProviders"]);
  for (const { capacityProvider } of records(service["capacityProviderStrategies"])) {
    if (!offered.includes(capacityProvider)) {
      throw new Error(
        `InvalidParameterException: The capacity provider ${String(capacityProvider)} is not associated with the cluster.`,
      );
    }
  }
}

/** Checks what GetSecretValue needs when the ECS agent calls it: the parts of the reference, the role's right, the key. */
function fetchSecret(account: SimulatedAccount, valueFrom: string, role: unknown): void {
  const parts = valueFrom.split(":");
  const [arn, [key = "", , versionId]] = [parts.slice(0, 7).join(":"), parts.slice(7)];
  const failed = (reason: string) =>
    new Error(`ResourceInitializationError: unable to retrieve secret from asm: ${reason}`);
  if (parts.length !== 10) throw failed(`unexpected ARN format with ${parts.length} parts`);
  if (!mayRead(account, role, arn)) {
    throw failed(
      `AccessDeniedException: the role may not perform secretsmanager:GetSecretValue on ${arn}`,
    );
  }
  const version = account
    .ofType("aws:secretsmanager/secretVersion:SecretVersion")
    .find(
      ({ inputs, outputs }) =>
        inputs["secretId"] === arn && (versionId === "" || outputs["versionId"] === versionId),
    );
  if (version === undefined) throw failed("ResourceNotFoundException: no such secret version");
  const secret: unknown = JSON.parse(String(version.inputs["secretString"]));
  if (!isRecord(secret) || typeof secret[key] !== "string") {
    throw failed(`retrieved secret from Secrets Manager did not contain json key ${key}`);
  }
}

function mayRead(account: SimulatedAccount, roleArn: unknown, secretArn: string): boolean {
  const role = account
    .ofType("aws:iam/role:Role")
    .find(({ outputs }) => outputs["arn"] === roleArn);
  return account
    .ofType("aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => inputs["role"] === role?.id)
    .map(({ inputs }) => JSON.stringify(inputs["policy"]))
    .some(
      (policy) => policy.includes("secretsmanager:GetSecretValue") && policy.includes(secretArn),
    );
}

function containers(definitions: unknown): Record<string, unknown>[] {
  return records(typeof definitions === "string" ? JSON.parse(definitions) : definitions);
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
