import { UNKNOWN, type Tree } from "../tree/tree";

/** Where a container secret comes from. */
export interface SecretReference {
  /** ARN of the Secrets Manager secret. */
  readonly secretArn: string;
  /** The key in the secret's JSON; "" for the whole secret. */
  readonly key: string;
  /** The staging label; "" for none. */
  readonly stage: string;
  /** The id of the version; "" for the version that is current when a task starts. */
  readonly versionId: string;
}

const FORM = "ARN:KEY::VERSION_ID";

/**
 * Reads the `valueFrom` of a container secret. Returns the fault, as a part of a sentence, if it is not valid, and undefined if a preview
 * cannot know it yet. Source of the format: the ECS agent, which splits the ARN's resource into two parts or exactly five.
 */
export function readSecretReference(
  valueFrom: Tree | undefined,
): SecretReference | { readonly fault: string } | undefined {
  if (valueFrom === UNKNOWN) return undefined;
  const text = typeof valueFrom === "string" ? valueFrom : "";
  const parts = text.split(":");
  const [scheme, , service, region, account, kind, name] = parts;
  if (scheme !== "arn" || service !== "secretsmanager" || kind !== "secret") {
    return { fault: "is no reference to a Secrets Manager secret" };
  }
  if (!region || !account || !name || (parts.length !== 7 && parts.length !== 10)) {
    return { fault: `is not of the form ${FORM}, and ECS refuses any other number of parts` };
  }
  const [key = "", stage = "", versionId = ""] = parts.slice(7);
  return { secretArn: parts.slice(0, 7).join(":"), key, stage, versionId };
}
