import assert from "node:assert/strict";
import { notKeptOnPurpose } from "./changes";
import type { EngineStack } from "./engineStack";
import type { Lab } from "./lab";
import { assertOk } from "./run";

/** Asserts that the next up makes all that is missing, that a further up changes nothing, and that a destroy leaves nothing. */
export async function assertFinishes(
  lab: Lab,
  stack: EngineStack,
  check?: () => void,
): Promise<void> {
  assertOk(await stack.up());
  check?.();
  assert.deepEqual(assertOk(await stack.up()).steps, []);
  const made = lab
    .things(stack)
    .filter(notKeptOnPurpose)
    .map(({ urn }) => urn);
  const twice = made.filter((urn, index) => made.indexOf(urn) !== index);
  assert.deepEqual(twice, [], "nothing exists twice");
  assertOk(await stack.destroy());
  assert.deepEqual(lab.things(stack).filter(notKeptOnPurpose), [], "no orphan");
}

/** How many resources of a type the simulated account has of a stack. */
export function countOfType(lab: Lab, stack: EngineStack, wanted: string): number {
  return lab.things(stack).filter(({ type }) => type === wanted).length;
}
