import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, ScriptError } from "../scriptError";

/** Longest time after which a signal that a child process got has reached this process too, in milliseconds. */
const SIGNAL_DELAY_MS = 200;

/** What tells the running steps of a signal: those that must finish before an interrupt ends the script. */
const held = new Set<(signal: NodeJS.Signals) => void>();

/** The error that an interrupted run ends with. */
export function interrupted(state = "", cure = "run it again"): ScriptError {
  return new ScriptError(EXIT.interrupted, `interrupted${state}`, cure);
}

/** The errors of the running steps that an interrupt can leave half done; the newest is last. */
const ends: ScriptError[] = [];

/** The error that an interrupt ends the script with now. */
export function interruption(): ScriptError {
  return ends.at(-1) ?? interrupted();
}

/** Runs a step that an interrupt can leave half done. An interrupt during it ends the script with `end`, which says so. */
export async function endingWith<T>(end: ScriptError, step: () => Promise<T>): Promise<T> {
  ends.push(end);
  try {
    return await step();
  } finally {
    ends.pop();
  }
}

/** Calls `end` at an interrupt (Ctrl-C), a SIGTERM or a closed terminal (SIGHUP), unless a step is under way that {@link holdInterrupts} holds. */
export function onInterrupt(end: () => void): void {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (held.size === 0) end();
      for (const tellStep of held) tellStep(signal);
    });
  }
}

/** Runs a step that a signal does not end: `tellStep` is called with each signal instead. */
export async function holding<T>(
  tellStep: (signal: NodeJS.Signals) => void,
  step: () => Promise<T>,
): Promise<T> {
  held.add(tellStep);
  try {
    return await step();
  } finally {
    held.delete(tellStep);
  }
}

/**
 * Runs a step that works with a child process to its end, and says whether it was interrupted.
 *
 * @param work - gets the signal that must end the child process
 */
export async function holdInterrupts(
  work: (terminate: AbortSignal) => Promise<void>,
): Promise<{ readonly interrupted: boolean; readonly error: unknown }> {
  const terminate = new AbortController();
  let wasInterrupted = false;
  const tellStep = (signal: NodeJS.Signals): void => {
    wasInterrupted = true;
    // A terminal's Ctrl-C reaches the child processes by itself, and a second one would make them break off.
    if (signal !== "SIGINT") terminate.abort();
  };
  return holding(tellStep, async () => {
    try {
      await work(terminate.signal);
      return { interrupted: wasInterrupted, error: undefined };
    } catch (error) {
      // The child's end may be seen before the signal that ended it.
      await sleep(SIGNAL_DELAY_MS);
      return { interrupted: wasInterrupted, error };
    }
  });
}

/** Runs a step that leaves nothing behind: an interrupt aborts its signal, and the step itself ends the script when it has cleaned up. */
export async function cleaningUp<T>(work: (interrupt: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  return holding(
    () => {
      interrupt.abort();
    },
    () => work(interrupt.signal),
  );
}
