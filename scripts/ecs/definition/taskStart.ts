import {
  GetSecretValueCommand,
  type GetSecretValueResponse,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { sdkFault } from "../../aws/sdkFault";
import type { ContainerSecret } from "../ecs";
import { jsonObject } from "../../network/json";
import { parseValueFrom, type SecretSelector } from "./valueFrom";

/** The result for one container secret. */
export interface InjectedSecret extends ContainerSecret {
  /** The secret's ARN in Secrets Manager's answer. */
  readonly secretArn?: string;
  readonly versionId?: string;
  /** The ECS agent's own error text, if a task would not start. */
  readonly agentError?: string;
  /** What is wrong, although a task would start. */
  readonly fault?: string;
  /** The fix, if the fault is in the task definition and not in the secret. */
  readonly fix?: string;
  /** The SDK's error, from which the message about caller and action is made. */
  readonly error?: unknown;
}

/**
 * Does what the ECS agent does when a task starts: it parses each `valueFrom`, calls Secrets Manager for each of them, and takes
 * the key from the JSON. No value is returned.
 *
 * @param client - with the execution role's credentials it shows what a task can read; with the caller's, only what exists
 */
export async function startTask(
  client: SecretsManagerClient,
  secrets: readonly ContainerSecret[],
): Promise<InjectedSecret[]> {
  const injected = await Promise.all(secrets.map((secret) => inject(client, secret)));
  return injected.map((secret) => withMixedVersions(secret, injected));
}

async function inject(
  client: SecretsManagerClient,
  secret: ContainerSecret,
): Promise<InjectedSecret> {
  const selector = parseValueFrom(secret.valueFrom);
  if (selector.kind !== "secret") {
    return selector.kind === "refused"
      ? { ...secret, agentError: selector.agentError }
      : {
          ...secret,
          ...inDefinition("is not a Secrets Manager ARN: ECS would look for an SSM parameter"),
        };
  }
  try {
    const answer = await client.send(new GetSecretValueCommand(inputOf(selector)));
    return { ...secret, ...idsOf(answer), ...take(answer.SecretString, selector) };
  } catch (error) {
    return { ...secret, error, agentError: agentError(error, selector) };
  }
}

function inputOf(selector: SecretSelector): {
  SecretId: string;
  VersionStage?: string;
  VersionId?: string;
} {
  const { secretId, versionStage, versionId } = selector;
  return {
    SecretId: secretId,
    ...(versionStage === undefined ? {} : { VersionStage: versionStage }),
    ...(versionId === undefined ? {} : { VersionId: versionId }),
  };
}

function idsOf({ ARN, VersionId }: GetSecretValueResponse): Partial<InjectedSecret> {
  return {
    ...(ARN === undefined ? {} : { secretArn: ARN }),
    ...(VersionId === undefined ? {} : { versionId: VersionId }),
  };
}

/** Takes the key from the secret's text. Reports what makes the agent fail, and what the agent would silently change. */
function take(text: string | undefined, selector: SecretSelector): Partial<InjectedSecret> {
  const { jsonKey, region, partial } = selector;
  if (text === undefined) return { fault: "is a binary secret: the variable would be empty" };
  if (jsonKey === undefined) return partial ? inDefinition(PARTIAL) : {};
  const object = jsonObject(text);
  // The agent quotes the first character that is not JSON. It may be part of a value, so it is left out here.
  if (object === undefined)
    return { agentError: fetching(region, "invalid character in the secret: not a JSON object") };
  if (!Object.hasOwn(object, jsonKey)) {
    const missing = `retrieved secret from Secrets Manager did not contain json key ${jsonKey}`;
    return { agentError: fetching(region, missing) };
  }
  const value = object[jsonKey];
  if (typeof value !== "string") return { fault: notAString(value) };
  if (value.trim() === "") return { fault: `the key ${jsonKey} is empty` };
  return partial ? inDefinition(PARTIAL) : {};
}

/** A fault in the task definition. The next deployment registers a new one. */
function inDefinition(fault: string): { fault: string; fix: string } {
  return { fault, fix: "npm run up" };
}

const PARTIAL =
  "names the secret without the last six characters of its ARN: AWS documents only the full ARN, and policies match only that";

/** The agent prints such a value with Go's `%v`: 15005550006 becomes 1.5005550006e+10, null becomes <nil>, an object map[…]. */
function notAString(value: unknown): string {
  const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return `is a JSON ${kind} instead of a string: the agent would pass a different text`;
}

/** The agent's error text. Source: amazon-ecs-agent, `agent/asm/asm.go` and `agent/taskresource/asmsecret/asmsecret.go`. */
function agentError(error: unknown, { secretId, region }: SecretSelector): string {
  const { name, message, fromService } = sdkFault(error);
  const said = fromService ? `${name}: ${message.split("\n")[0] ?? ""}` : name;
  if (name !== "ResourceNotFoundException") return fetching(region, said);
  return fetching(
    region,
    `ResourceNotFoundException: The task can't retrieve the secret with ARN '${secretId}' from AWS Secrets Manager. ` +
      `Check whether the secret exists in the specified Region: ${said}`,
  );
}

function fetching(region: string, error: string): string {
  return `fetching secret data from AWS Secrets Manager in region ${region}: ${error}`;
}

/** Reports a secret that is read at several versions: the task would get values that do not belong together. */
function withMixedVersions(secret: InjectedSecret, all: readonly InjectedSecret[]): InjectedSecret {
  if (secret.secretArn === undefined || secret.fault !== undefined) return secret;
  const versions = new Set(
    all.filter(({ secretArn }) => secretArn === secret.secretArn).map(({ versionId }) => versionId),
  );
  if (versions.size < 2) return secret;
  const fault = `is read at version ${secret.versionId ?? "?"}, but other keys of the secret at another version`;
  return { ...secret, ...inDefinition(fault) };
}
