import { checkFailed, type ScriptError } from "../terminal/scriptError";
import { adviceFor } from "../terminal/advice";
import type { StackState } from "../stack/state";

/**
 * Returns the error for the destruction of a stack with protected resources. Pulumi finds them in a preview. Without a preview it
 * first deletes resources that depend on a protected one, such as the service's scaling and the secret's policy. Undefined if
 * nothing is protected, or if the state could not be read: the command itself reports that.
 */
export function refusalToDestroy(
  state: StackState | undefined,
  stack: string | undefined,
): ScriptError | undefined {
  const names = (state?.resources ?? []).flatMap(({ name, protect }) => (protect ? [name] : []));
  if (names.length === 0) return undefined;
  return checkFailed(
    `the stack is protected by deletionProtection (${names.join(", ")}): nothing was deleted`,
    adviceFor(
      "to destroy it anyway: npm run up -- --config deletionProtection=false, then: npm run destroy",
      { stack },
    ),
  );
}
