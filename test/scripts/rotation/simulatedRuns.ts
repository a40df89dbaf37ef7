import assert from "node:assert/strict";
import type { Wishes } from "../../../scripts/rotation/decide";
import { attempt as attemptOn, BOTH, finish as finishOn } from "./attempts";
import { SimulatedStack, type Disturbance } from "./simulatedStack";

/** Undo the rotation. */
export const UNDO: Wishes = { token: false, apiKey: false, undo: true, restToken: false };

/** Runs once as a new process, with a disturbance. Returns the error, or undefined if the run ended well. */
export async function attempt(
  stack: SimulatedStack,
  wishes = BOTH,
  disturbance?: Disturbance,
): Promise<unknown> {
  stack.revive(disturbance);
  return attemptOn(stack.ports(), wishes);
}

/** Runs without a disturbance until it ends well. */
export function finish(stack: SimulatedStack, wishes: Wishes): Promise<void> {
  return finishOn(stack, () => stack.revive().ports(), wishes);
}

/** Each call of an undisturbed run, before and after its effect. */
export async function points(wishes: Wishes, kind: Disturbance["kind"]): Promise<Disturbance[]> {
  const stack = new SimulatedStack();
  assert.equal(await attempt(stack, wishes), undefined);
  return Array.from({ length: stack.calls }, (_, index) => index + 1).flatMap((at) =>
    (["before", "after"] as const).map((moment) => ({ at, moment, kind })),
  );
}

/** The names of the calls of an undisturbed run. */
export async function callsOf(wishes: Wishes): Promise<readonly string[]> {
  const stack = new SimulatedStack();
  await attempt(stack, wishes);
  return stack.names;
}
