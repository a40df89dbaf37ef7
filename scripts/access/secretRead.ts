import { jsonObject, valueAt } from "../network/json";

/** One read of a secret, successful or refused. */
export interface SecretRead {
  /** ARN of the role, the user or the service that asked. A role's session counts as the role. */
  readonly principal: string;
  readonly time: string;
  /** Address of the caller, or the name of the AWS service that called for it. */
  readonly source: string;
  /** AWS's error code if the read was refused. */
  readonly refused: string | undefined;
}

/**
 * Returns the read of the secret that a CloudTrail event records, or undefined if the event is about another secret. A successful
 * BatchGetSecretValue is not counted itself, because CloudTrail also records a GetSecretValue event for each secret.
 *
 * @param event - the event's JSON
 */
export function readIn(
  event: string,
  ids: { readonly arn: string; readonly name: string },
): SecretRead | undefined {
  const record = jsonObject(event);
  const code = valueAt(record, "errorCode");
  const refused = typeof code === "string" ? code : undefined;
  if (valueAt(record, "eventName") === "BatchGetSecretValue" && refused === undefined)
    return undefined;
  const asked = [
    valueAt(record, "requestParameters", "secretId"),
    valueAt(record, "requestParameters", "secretIdList"),
  ].flat();
  if (!asked.some((id) => typeof id === "string" && names(id, ids))) return undefined;
  return {
    principal: principalOf(record),
    time: textAt(record, "eventTime") ?? "",
    source: textAt(record, "sourceIPAddress") ?? "unknown",
    refused,
  };
}

/** Secrets Manager accepts a secret's name, its ARN, and the ARN without the six characters that AWS appends. */
function names(
  id: string,
  { arn, name }: { readonly arn: string; readonly name: string },
): boolean {
  return [arn, name, arn.replace(/-[A-Za-z0-9]{6}$/, "")].includes(id);
}

function principalOf(record: unknown): string {
  return (
    textAt(record, "userIdentity", "sessionContext", "sessionIssuer", "arn") ??
    textAt(record, "userIdentity", "arn") ??
    textAt(record, "userIdentity", "invokedBy") ??
    textAt(record, "userIdentity", "principalId") ??
    "unknown"
  );
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}
