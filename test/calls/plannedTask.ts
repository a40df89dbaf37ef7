import type { Agent } from "node:http";
import { join } from "node:path";
import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { readProject, readStackFile } from "../../offline/config/project";
import { mergeConfig } from "../../offline/config/stackConfig";
import type { StartNode } from "../../offline/engine/nodeProcess";
import { evaluate } from "../../offline/engine/pass";
import { isRecord, unwrapSecrets } from "../../offline/engine/wire";
import type { PublicService } from "../../scripts/rotation/stack/knock";

/** A container's environment variable that is filled from Secrets Manager when the task starts. */
export interface SecretVariable {
  readonly name: string;
  readonly valueFrom: string;
}

/** A task's container, as the plan describes it. */
export interface PlannedTask {
  readonly region: string;
  /** Name of the Twilio secret. */
  readonly secretName: string;
  /** Plaintext environment, by name. */
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly SecretVariable[];
}

const SECRET = "aws:secretsmanager/secret:Secret";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/**
 * Plans a stack offline and reads its container.
 * @param startNode starts the program's process. Default: a new process
 * @throws Error if the plan has no task definition with one container
 */
export async function plannedTask(
  root: string,
  stack: string,
  credentials: TwilioCredentials,
  signal: AbortSignal,
  startNode?: StartNode,
): Promise<PlannedTask> {
  const project = readProject(root);
  const stackFile = readStackFile(root, stack);
  const config = mergeConfig({ project, stack, stackFile, overrides: [], credentials });
  const program = { project, stack, config, signal, startNode };
  const { resources } = await evaluate({ name: "update", ...program });
  const definition = resources.find(({ type }) => type === TASK_DEFINITION);
  const text = unwrapSecrets(definition?.inputs ?? {})["containerDefinitions"];
  const containers: unknown = typeof text === "string" ? JSON.parse(text) : undefined;
  const container: unknown = Array.isArray(containers) ? containers[0] : undefined;
  if (!isRecord(container)) {
    throw new Error(`the plan of ${join(root, "Pulumi.yaml")} has no container`);
  }
  const secret = resources.find(({ type }) => type === SECRET);
  return {
    region: config.values["aws:region"] ?? "",
    secretName: String(secret?.inputs["name"]),
    environment: Object.fromEntries(pairs(container["environment"], "value")),
    secrets: pairs(container["secrets"], "valueFrom").map(([name, valueFrom]) => ({
      name,
      valueFrom,
    })),
  };
}

/** The same secret references at another version of the secret. `extra` adds a reference to one more key. */
export function atVersion(
  secrets: readonly SecretVariable[],
  versionId: string,
  extra: readonly string[],
): SecretVariable[] {
  const twilio = secrets.map(({ name, valueFrom }) => ({
    name,
    valueFrom: valueFrom.replace(/:[^:]*$/, `:${versionId}`),
  }));
  const [model] = twilio;
  if (model === undefined) return [];
  const further = extra.map((name) => ({
    name,
    valueFrom: model.valueFrom.replace(`:${model.name}:`, `:${name}:`),
  }));
  return [...twilio, ...further];
}

function pairs(list: unknown, key: "value" | "valueFrom"): [string, string][] {
  return (Array.isArray(list) ? list : []).filter(isRecord).map((item) => {
    const [name, value] = [item["name"], item[key]];
    if (typeof name !== "string" || typeof value !== "string") {
      throw new Error(`the plan's container has an entry without name or ${key}`);
    }
    return [name, value];
  });
}

/** The public endpoint of a planned task. @param agent - leads the requests to this machine */
export function publicServiceOf(planned: PlannedTask, agent: Agent): PublicService {
  const { WEBHOOK_PATH = "/incoming-call", MEDIA_STREAM_PATH = "/media-stream" } =
    planned.environment;
  const domain = domainOf(planned);
  return {
    webhookUrl: new URL(`https://${domain}${WEBHOOK_PATH}`),
    mediaStreamUrl: new URL(`wss://${domain}${MEDIA_STREAM_PATH}`),
    agent,
  };
}

/** The host name of the service. @throws Error if the plan has none */
export function domainOf({ environment }: PlannedTask): string {
  const domain = environment["EXTERNAL_DOMAIN"];
  if (domain === undefined) throw new Error("the plan's container has no EXTERNAL_DOMAIN");
  return domain;
}
