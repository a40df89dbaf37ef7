import { parseJsonObject } from "../tree/readTree";
import { UNKNOWN } from "../tree/tree";
import { referenced, type Plan, type PlanResource } from "./plan";
import { CREDENTIAL_NAMES } from "./twilioTasks";

/** The type of a secret in Secrets Manager. */
export const SECRET = "aws:secretsmanager/secret:Secret";

/** The type of a version of a secret, which holds its value. */
export const SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

/**
 * The Twilio secrets of a plan: those that are given a version with one of the five credentials as a key. Where no version
 * can be read, because a script writes it or it is write-only, those that are called after Twilio.
 */
export function twilioSecrets(plan: Plan): PlanResource[] {
  const secrets = plan.ofType([SECRET]);
  const filled = plan
    .ofType([SECRET_VERSION])
    .filter(holdsCredentials)
    .flatMap((version) =>
      referenced(version.props["secretId"], { resource: version, property: "secretId" }, secrets),
    );
  return filled.length > 0 ? [...new Set(filled)] : secrets.filter(isCalledAfterTwilio);
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

function isCalledAfterTwilio({ name, props }: PlanResource): boolean {
  return [name, props["name"], props["namePrefix"]].some(
    (text) => typeof text === "string" && /twilio/i.test(text),
  );
}
