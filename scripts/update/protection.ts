import { checkFailed, type ScriptError } from "../terminal/scriptError";
import { adviceFor } from "../terminal/advice";
import type { StackState } from "../stack/state";

/**
 * Why a stack must not be destroyed: some of it is protected. Pulumi finds that out in a preview, but without one it deletes what
 * depends on a protected resource first, such as the service's scaling and the secret's policy. Undefined where nothing is
 * protected, and where the state cannot be read: the command says so itself.
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
      "if it is to go: npm run up -- --config deletionProtection=false, then: npm run destroy",
      { stack },
    ),
  );
}
