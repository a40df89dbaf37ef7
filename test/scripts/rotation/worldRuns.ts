import assert from "node:assert/strict";
import type { Wishes } from "../../../scripts/rotation/decide";
import { attempt as attemptOn, BOTH, finish as finishOn } from "./attempts";
import { World, type Disturbance } from "./world";

/** Undo the rotation. */
export const UNDO: Wishes = { token: false, apiKey: false, undo: true, restToken: false };

/** Runs once as a new process, with a disturbance. Returns the error, or undefined if the run ended well. */
export async function attempt(
  world: World,
  wishes = BOTH,
  disturbance?: Disturbance,
): Promise<unknown> {
  world.revive(disturbance);
  return attemptOn(world.ports(), wishes);
}

/** Runs without a disturbance until it ends well. */
export function finish(world: World, wishes: Wishes): Promise<void> {
  return finishOn(world, () => world.revive().ports(), wishes);
}

/** Each call of an undisturbed run, before and after its effect. */
export async function points(wishes: Wishes, kind: Disturbance["kind"]): Promise<Disturbance[]> {
  const world = new World();
  assert.equal(await attempt(world, wishes), undefined);
  return Array.from({ length: world.calls }, (_, index) => index + 1).flatMap((at) =>
    (["before", "after"] as const).map((moment) => ({ at, moment, kind })),
  );
}

/** The names of the calls of an undisturbed run. */
export async function callsOf(wishes: Wishes): Promise<readonly string[]> {
  const world = new World();
  await attempt(world, wishes);
  return world.names;
}
