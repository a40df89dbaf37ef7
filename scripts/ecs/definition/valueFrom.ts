/** A container secret's `valueFrom` as the ECS agent understands it. */
export interface SecretSelector {
  readonly kind: "secret";
  /** The id that the agent sends to Secrets Manager. */
  readonly secretId: string;
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Key in the secret's JSON. Undefined means the whole text. */
  readonly jsonKey: string | undefined;
  readonly versionStage: string | undefined;
  readonly versionId: string | undefined;
  /** Whether the ARN lacks the hyphen and six characters that Secrets Manager adds to the name. */
  readonly partial: boolean;
}

/** A `valueFrom` that the agent refuses, or that does not name a Secrets Manager secret. */
export interface UnreadableValueFrom {
  readonly kind: "refused" | "parameter";
  /** The agent's own error text if it refuses, else empty. */
  readonly agentError: string;
}

/** The ECS agent's error text if the resource part has neither two nor five segments. */
const INVALID_ARN =
  "an invalid ARN format for the AWS Secrets Manager secret was specified. Specify a valid ARN and try again.";

/**
 * Parses a `valueFrom` by the agent's own rules. The part after the account is split at colons. Two segments mean the whole
 * secret. Five segments mean `secret:NAME:jsonKey:versionStage:versionId`, where the last three may be empty. The agent refuses
 * any other number. Source: amazon-ecs-agent, `agent/taskresource/asmsecret/asmsecret.go`.
 */
export function parseValueFrom(valueFrom: string): SecretSelector | UnreadableValueFrom {
  const [prefix, partition = "", service, region = "", accountId = "", ...resource] =
    valueFrom.split(":");
  // The agent treats any text that is not a Secrets Manager ARN as the name of an SSM parameter.
  if (prefix !== "arn" || service !== "secretsmanager") {
    return { kind: "parameter", agentError: "" };
  }
  if (resource.length !== 2 && resource.length !== 5) {
    return {
      kind: "refused",
      agentError: `trying to retrieve secret with value ${valueFrom} resulted in error: ${INVALID_ARN}`,
    };
  }
  const [type = "", name = "", jsonKey, versionStage, versionId] = resource;
  return {
    kind: "secret",
    secretId: ["arn", partition, service, region, accountId, type, name].join(":"),
    partition,
    region,
    accountId,
    jsonKey: orUndefined(jsonKey),
    versionStage: orUndefined(versionStage),
    versionId: orUndefined(versionId),
    partial: !/-[A-Za-z0-9]{6}$/.test(name),
  };
}

function orUndefined(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}
