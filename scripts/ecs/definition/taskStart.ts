import {
  GetSecretValueCommand,
  type GetSecretValueResponse,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { sdkFault } from "../../aws/sdkFault";
import type { ContainerSecret } from "../ecs";
import { jsonObject } from "../../secret/secretContents";
import { parseValueFrom, type SecretSelector } from "./valueFrom";

/** What became of one container secret. */
export interface InjectedSecret extends ContainerSecret {
  /** ARN that Secrets Manager gave. */
  readonly secretArn?: string;
  readonly versionId?: string;
  /** The ECS agent's own error text, where a task would not start. */
  readonly agentError?: string;
  /** What is wrong although a task would start. */
  readonly fault?: string;
  /** What helps, where the fault is the task definition's and not the secret's. */
  readonly cure?: string;
  /** The SDK's error, for naming the caller and the action. */
  readonly error?: unknown;
}

/**
 * Does what the ECS agent does when a task starts: takes each `valueFrom` apart, asks Secrets Manager with a call of its
 * own, and takes the key out of the JSON. No value is returned.
 *
 * @param client - with the execution role's credentials, for what a task can read; with the caller's, for what is there
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
          ...inDefinition("is no Secrets Manager ARN: ECS would look for an SSM parameter"),
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

/** Takes the key out of the secret's text and says what the agent would stumble over or silently change. */
function take(text: string | undefined, selector: SecretSelector): Partial<InjectedSecret> {
  const { jsonKey, region, partial } = selector;
  if (text === undefined) return { fault: "is a binary secret: the variable would be empty" };
  if (jsonKey === undefined) return partial ? inDefinition(PARTIAL) : {};
  const object = jsonObject(text);
  // The agent quotes the first character that is not JSON; it is left out here.
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

/** A fault of the task definition, which the next deployment makes anew. */
function inDefinition(fault: string): { fault: string; cure: string } {
  return { fault, cure: "npm run up" };
}

const PARTIAL =
  "names the secret without its six last characters: AWS documents the full ARN only, and policies match nothing else";

/** Go's `%v` writes 15005550006 as 1.5005550006e+10, null as <nil> and an object as map[…]. */
function notAString(value: unknown): string {
  const kind = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  return `is a JSON ${kind} instead of a string: the agent would hand over another text`;
}

/** The agent's words, from amazon-ecs-agent, `agent/asm/asm.go` and `agent/taskresource/asmsecret/asmsecret.go`. */
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

/** One secret read at several versions gives a task a set that never belonged together. */
function withMixedVersions(secret: InjectedSecret, all: readonly InjectedSecret[]): InjectedSecret {
  if (secret.secretArn === undefined || secret.fault !== undefined) return secret;
  const versions = new Set(
    all.filter(({ secretArn }) => secretArn === secret.secretArn).map(({ versionId }) => versionId),
  );
  if (versions.size < 2) return secret;
  const fault = `is read at version ${secret.versionId ?? "?"}, other keys of the secret at another one`;
  return { ...secret, ...inDefinition(fault) };
}
