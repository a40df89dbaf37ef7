import { adviceFor } from "../terminal/advice";
import { checkFailed, type ScriptError } from "../terminal/scriptError";
import type { PendingCreation, StackState } from "../stack/state";

/**
 * Returns why an update must not run: a killed update had begun to create resources, and the next one would create them again.
 * Undefined if there are none, or if the state cannot be read without a stack or a login; the update then says so itself.
 *
 * @param stack - what the error calls the stack
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
      "AWS may have finished it without this state knowing; another update would make it a second time",
    ].join("\n"),
    adviceFor(
      "look for it in AWS, delete what is there, then: npx pulumi refresh --clear-pending-creates",
      { stack },
    ),
  );
}
