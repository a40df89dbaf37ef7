import { adviceFor } from "../../scripts/terminal/advice";
import { ScriptError } from "../../scripts/terminal/scriptError";
import { PackStartError } from "../analyzer/packProcess";
import { ProgramFailure } from "../engine/pass";

/** Returns an error as text for the user. Only an unexpected error has its stack trace. */
export function explanation(error: unknown): string {
  if (error instanceof ScriptError) {
    const { fix, message } = error;
    return adviceFor(fix === undefined ? message : `${message}\n  → ${fix}`, {});
  }
  if (error instanceof ProgramFailure || error instanceof PackStartError)
    return error.message.trim();
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
