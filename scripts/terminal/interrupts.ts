import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, ScriptError } from "./scriptError";

/** Within this time a signal that was sent to a child process, too, has been heard of; in milliseconds. */
const SIGNAL_DELAY_MS = 200;

/** The steps under way that end in good order before an interrupt counts. */
const held = new Set<{ interrupted: boolean; readonly terminate: AbortController }>();

/** What an interrupted run ends with. */
export function interrupted(state = "", cure = "run it again"): ScriptError {
  return new ScriptError(EXIT.interrupted, `interrupted${state}`, cure);
}

/** What an interrupt ends with while a step is under way that it can leave half done. */
const ends: ScriptError[] = [];

/** What an interrupt ends with now. */
export function interruption(): ScriptError {
  return ends.at(-1) ?? interrupted();
}

/** Does a step whose interruption leaves open whether it was done: an interrupt then ends with this, and says so. */
export async function endingWith<T>(end: ScriptError, step: () => Promise<T>): Promise<T> {
  ends.push(end);
  try {
    return await step();
  } finally {
    ends.pop();
  }
}

/** Calls `end` at an interrupt (Ctrl-C) or a SIGTERM, unless a step is under way that {@link holdInterrupts} holds. */
export function onInterrupt(end: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (held.size === 0) end();
      for (const step of held) {
        step.interrupted = true;
        // A terminal's Ctrl-C reaches the child processes by itself, and a second one would make them break off.
        if (signal === "SIGTERM") step.terminate.abort();
      }
    });
  }
}

/**
 * Lets a step that works with a child process come to its end, whatever that is, and says whether it was interrupted.
 *
 * @param work - is given the signal that must end the child process
 */
export async function holdInterrupts(
  work: (terminate: AbortSignal) => Promise<void>,
): Promise<{ readonly interrupted: boolean; readonly error: unknown }> {
  const step = { interrupted: false, terminate: new AbortController() };
  held.add(step);
  try {
    await work(step.terminate.signal);
    return { interrupted: step.interrupted, error: undefined };
  } catch (error) {
    // The end of the child may be heard of before the signal that ended it.
    await sleep(SIGNAL_DELAY_MS);
    return { interrupted: step.interrupted, error };
  } finally {
    held.delete(step);
  }
}
