import { createHash } from "node:crypto";

/** Twilio's limit for a key's name, in characters. */
const LONGEST_NAME = 64;

/** Length of `/xxxxxx/20261126T220500`, which follows project and stack. */
const REST = 23;

/**
 * The prefix of the names of a stack's API keys: `PROJECT/STACK/xxxxxx/`. The six characters come from the secret's ARN. Stacks
 * of the same name can share a Twilio account, if they are in other backends or AWS accounts. The characters tell them apart, so
 * that no stack deletes another stack's key as a forgotten one.
 */
export function keyPrefix(project: string, stack: string, secretArn: string): string {
  const own = createHash("sha256").update(secretArn).digest("hex").slice(0, 6);
  return `${`${project}/${stack}`.slice(0, LONGEST_NAME - REST)}/${own}/`;
}

/** The name for a new key, such as `phone/dev/3f9a1c/20261126T220500`. */
export function keyName(prefix: string, now: Date): string {
  return `${prefix}${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}`;
}
