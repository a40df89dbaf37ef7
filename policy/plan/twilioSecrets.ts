import { parseJsonObject } from "../tree/readTree";
import { UNKNOWN } from "../tree/tree";
import { referenced, type Plan, type PlanResource } from "./plan";
import { CREDENTIAL_NAMES } from "./twilioTasks";

/** The type of a secret in Secrets Manager. */
export const SECRET = "aws:secretsmanager/secret:Secret";

/** The type of a version of a secret, which holds its value. */
export const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

/**
 * The Twilio secrets of a plan: those with a version that has one of the five credentials as a key. If no version can be read,
 * because a script writes it or because it is write-only, these are the secrets with Twilio in their name.
 */
export function twilioSecrets(plan: Plan): PlanResource[] {
  const secrets = plan.ofType([SECRET]);
  const filled = plan
    .ofType([SECRET_VERSION])
    .filter(holdsCredentials)
    .flatMap((version) =>
      referenced(version.props["secretId"], { resource: version, property: "secretId" }, secrets),
    );
  return filled.length > 0 ? [...new Set(filled)] : secrets.filter(isNamedTwilio);
}

/** The ARNs of secrets; undefined while a preview cannot know all of them. */
export function arnsOf(resources: readonly PlanResource[]): ReadonlySet<string> | undefined {
  const arns = resources.map(({ props }) => props["arn"] ?? UNKNOWN);
  const known = arns.filter((arn) => typeof arn === "string");
  return known.length === arns.length ? new Set(known) : undefined;
}

function holdsCredentials({ props }: PlanResource): boolean {
  const text = props["secretString"];
  const value = typeof text === "string" ? parseJsonObject(text) : undefined;
  return value !== undefined && CREDENTIAL_NAMES.some((name) => Object.hasOwn(value, name));
}

function isNamedTwilio({ name, props }: PlanResource): boolean {
  return [name, props["name"], props["namePrefix"]].some(
    (text) => typeof text === "string" && /twilio/i.test(text),
  );
}
