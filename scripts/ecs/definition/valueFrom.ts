/** A container secret's `valueFrom` as the ECS agent understands it. */
export interface SecretSelector {
  readonly kind: "secret";
  /** What the agent asks Secrets Manager for. */
  readonly secretId: string;
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Key in the secret's JSON; without it the whole text is meant. */
  readonly jsonKey: string | undefined;
  readonly versionStage: string | undefined;
  readonly versionId: string | undefined;
  /** Whether the ARN lacks the hyphen and six characters that Secrets Manager adds to the name. */
  readonly partial: boolean;
}

/** A `valueFrom` that the agent refuses, or one that is no Secrets Manager secret. */
export interface UnreadableValueFrom {
  readonly kind: "refused" | "parameter";
  /** The agent's own words, where it refuses. */
  readonly agentError: string;
}

/** The ECS agent's words for a resource part that has neither two nor five segments. */
const INVALID_ARN =
  "an invalid ARN format for the AWS Secrets Manager secret was specified. Specify a valid ARN and try again.";

/**
 * Takes a `valueFrom` apart by the agent's own rules: the part after the account is split at colons; two segments are
 * the whole secret, five are `secret:NAME:jsonKey:versionStage:versionId` with empty ones left out, anything else is
 * refused. Source: amazon-ecs-agent, `agent/taskresource/asmsecret/asmsecret.go`.
 */
export function parseValueFrom(valueFrom: string): SecretSelector | UnreadableValueFrom {
  const [prefix, partition = "", service, region = "", accountId = "", ...resource] =
    valueFrom.split(":");
  // Without a Secrets Manager ARN the agent takes the text for a parameter's name.
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
