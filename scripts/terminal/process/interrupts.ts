import { setTimeout as sleep } from "node:timers/promises";
import { EXIT, ScriptError } from "../scriptError";

/** A signal that reached a child process reaches this process at most this much later, in milliseconds. */
const SIGNAL_DELAY_MS = 200;

/** Callbacks of the running steps that must finish before an interrupt ends the script. Each is called with a signal. */
const held = new Set<(signal: NodeJS.Signals) => void>();

/** Makes the error of an interrupted run. */
export function interrupted(state = "", fix = "run it again"): ScriptError {
  return new ScriptError(EXIT.interrupted, `interrupted${state}`, fix);
}

/** For each running step that an interrupt can leave half done, the error to end with. The newest is last. */
const ends: ScriptError[] = [];

/** The error with which an interrupt would end the script now. */
export function interruption(): ScriptError {
  return ends.at(-1) ?? interrupted();
}

/** Runs a step that an interrupt can leave half done. An interrupt during the step ends the script with the error `end`. */
export async function endingWith<T>(end: ScriptError, step: () => Promise<T>): Promise<T> {
  ends.push(end);
  try {
    return await step();
  } finally {
    ends.pop();
  }
}

/** Calls `end` at Ctrl-C (SIGINT), at SIGTERM and when the terminal closes (SIGHUP), unless {@link holding} runs a step. */
export function onInterrupt(end: () => void): void {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (held.size === 0) end();
      for (const tellStep of held) tellStep(signal);
    });
  }
}

/** Runs a step that a signal does not end. Instead, `tellStep` is called with each signal. */
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
 * Runs a step with a child process to its end, and returns whether it was interrupted.
 *
 * @param work - gets an abort signal that must end the child process
 */
export async function holdInterrupts(
  work: (terminate: AbortSignal) => Promise<void>,
): Promise<{ readonly interrupted: boolean; readonly error: unknown }> {
  const terminate = new AbortController();
  let wasInterrupted = false;
  const tellStep = (signal: NodeJS.Signals): void => {
    wasInterrupted = true;
    // A terminal's Ctrl-C reaches the child processes by itself. Another signal would make them break off.
    if (signal !== "SIGINT") terminate.abort();
  };
  return holding(tellStep, async () => {
    try {
      await work(terminate.signal);
      return { interrupted: wasInterrupted, error: undefined };
    } catch (error) {
      // This process may notice the end of the child before it gets the signal that ended the child.
      await sleep(SIGNAL_DELAY_MS);
      return { interrupted: wasInterrupted, error };
    }
  });
}

/** Runs a step that must clean up. An interrupt aborts the step's signal, and the step throws when it has cleaned up. */
export async function cleaningUp<T>(work: (interrupt: AbortSignal) => Promise<T>): Promise<T> {
  const interrupt = new AbortController();
  return holding(
    () => {
      interrupt.abort();
    },
    () => work(interrupt.signal),
  );
}
