import assert from "node:assert/strict";
import type { PolicyPackClient } from "../../../../offline/analyzer/client";
import type { WireObject } from "../../../../offline/engine/wire";
import { definitions, planWith } from "../validPlan";
import { verdicts } from "../verdicts";

export const RULE = "twilio-credentials-complete";

/** The rule's faults of a container in the valid plan: path and fault, without the fix. No other rule may report one. */
export async function credentialFaults(
  pack: PolicyPackClient,
  container: WireObject,
): Promise<string[]> {
  const containerDefinitions = definitions(container);
  const found = await verdicts(pack, planWith({ change: { task: { containerDefinitions } } }));
  assert.deepEqual([...new Set(found.map(({ policy, at }) => `${policy} ${at}`))].slice(1), []);
  return found.map(({ policy, says }) => {
    assert.equal(policy, RULE);
    return says.slice(0, says.indexOf(". "));
  });
}
