import { createHash } from "node:crypto";

/** Twilio's limit for a key's name, in characters. */
const LONGEST_NAME = 64;

/** Length of `/xxxxxx/20261126T220500`, which stands after project and stack. */
const REST = 23;

/**
 * What the names of a stack's API keys begin with: `PROJECT/STACK/xxxxxx/`. The six characters come from the secret's ARN. They
 * tell stacks of the same name apart, of other backends or AWS accounts, that share a Twilio account: the key that another stack
 * uses is never taken for a forgotten one.
 */
export function keyPrefix(project: string, stack: string, secretArn: string): string {
  const own = createHash("sha256").update(secretArn).digest("hex").slice(0, 6);
  return `${`${project}/${stack}`.slice(0, LONGEST_NAME - REST)}/${own}/`;
}

/** The name of a key that is made now, such as `phone/dev/3f9a1c/20261126T220500`. */
export function keyName(prefix: string, now: Date): string {
  return `${prefix}${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}`;
}
