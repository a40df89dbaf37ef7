import { adviceFor } from "../terminal/advice";
import { checkFailed, type ScriptError } from "../terminal/scriptError";
import type { PendingCreation, StackState } from "../stack/state";

/**
 * Returns the error for an update that must not run: a killed update had begun to create resources, and this one would create
 * them again. Undefined if there are none, or if the state could not be read: the update itself reports that.
 *
 * @param stack - the stack's name in the error
 */
export function refusalToRepeat(
  state: StackState | undefined,
  stack: string | undefined,
): ScriptError | undefined {
  const pending = state?.pending ?? [];
  return pending.length === 0 ? undefined : repeats(pending, stack);
}

function repeats(pending: readonly PendingCreation[], stack: string | undefined): ScriptError {
  return checkFailed(
    [
      "the last update was killed while AWS was making:",
      ...pending.map(({ type, name }) => `  ${name} (${type})`),
      "AWS may have finished it, but the state does not know; another update would make it a second time",
    ].join("\n"),
    adviceFor(
      "look for it in AWS, delete what is there, then: npx pulumi refresh --clear-pending-creates",
      { stack },
    ),
  );
}
