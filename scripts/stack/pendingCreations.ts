import { cureFor } from "../terminal/advice";
import { checkFailed, type ScriptError } from "../terminal/scriptError";
import type { PendingCreation, StackState } from "./state";

/**
 * Why an update must not be run: it would make a second time what an update that was killed had begun. Undefined where there is
 * nothing of the kind, and where the state cannot be read for want of a stack or a login: the update says so itself.
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
    cureFor(
      "look for it in AWS, delete what is there, then: npx pulumi refresh --clear-pending-creates",
      { stack },
    ),
  );
}
