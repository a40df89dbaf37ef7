/** Exit codes of the scripts. */
export const EXIT = {
  /** No fault was found. */
  fine: 0,
  /** The check failed, or a service refused. */
  checkFailed: 1,
  /** Wrong use or bad input: arguments, the `.env` file, a missing tool, stack or login. */
  wrongUse: 2,
  /** Ended by Ctrl-C. Shells use the same code. */
  interrupted: 130,
} as const;

/** One of the exit codes that a failing script ends with. */
export type FailureCode = typeof EXIT.checkFailed | typeof EXIT.wrongUse | typeof EXIT.interrupted;

/** A failure that the user can act on: one clear line, and a command that helps. Neither contains a credential. */
export class ScriptError extends Error {
  override readonly name = "ScriptError";

  constructor(
    readonly exitCode: FailureCode,
    message: string,
    /** What to do about it, usually a command. */
    readonly fix?: string,
  ) {
    super(message);
  }
}

/** A check that failed or a service that refused: exit code 1. */
export function checkFailed(message: string, fix?: string): ScriptError {
  return new ScriptError(EXIT.checkFailed, message, fix);
}

/** Wrong use or bad input: exit code 2. */
export function wrongUse(message: string, fix?: string): ScriptError {
  return new ScriptError(EXIT.wrongUse, message, fix);
}
