import assert from "node:assert/strict";
import fc from "fast-check";
import { nextStep, type Wishes } from "../../../scripts/rotation/decide";
import { stateOf, STATES, type Facts, type StateName } from "../../../scripts/rotation/state";

const IDLE: Facts = {
  hasNext: false,
  hasOldKey: false,
  mainWorks: true,
  nextWorks: false,
  primary: "main",
  deployed: true,
};
const BOTH = { ...IDLE, hasNext: true, nextWorks: true };
const NOTHING: Wishes = { token: false, apiKey: false, undo: false, restToken: false };

const TABLE: readonly (readonly [StateName, Facts, plain: string, undo: string])[] = [
  ["S0", IDLE, "begin", "done"],
  ["S0x", { ...IDLE, primary: "another" }, "stop", "stop"],
  ["S1", { ...BOTH, deployed: false }, "deploy", "undo"],
  ["S2", BOTH, "promote", "undo"],
  ["S3", { ...BOTH, mainWorks: false, primary: "next" }, "takeOver", "stop"],
  ["S4", { ...IDLE, deployed: false }, "deploy", "deploy"],
  ["S5", { ...IDLE, hasOldKey: true }, "deleteOldKey", "deleteOldKey"],
  ["E1", { ...BOTH, nextWorks: false }, "stop", "undo"],
  ["E2", { ...BOTH, mainWorks: false, nextWorks: false, primary: "unknown" }, "stop", "stop"],
];

const facts: fc.Arbitrary<Facts> = fc.record({
  hasNext: fc.boolean(),
  hasOldKey: fc.boolean(),
  mainWorks: fc.boolean(),
  nextWorks: fc.boolean(),
  primary: fc.constantFrom("main", "next", "another", "unknown"),
  deployed: fc.boolean(),
});

// Shows which step follows from which facts. No step is carried out: rotate.test.ts does this.
describe("The state of a rotation, and its next step", () => {
  for (const [state, facts, plain, undo] of TABLE) {
    it(`${state}: ${plain}, with --undo ${undo}`, () => {
      assert.equal(stateOf(facts), state);
      const wishes = { ...NOTHING, token: true };
      assert.equal(nextStep(state, facts, wishes, false), plain);
      assert.equal(nextStep(state, facts, { ...NOTHING, undo: true }, false), undo);
    });
  }

  it("begins only if asked to, and once in a run", () => {
    assert.equal(nextStep("S0", IDLE, NOTHING, false), "done");
    assert.equal(nextStep("S0", IDLE, { ...NOTHING, token: true }, true), "done");
  });

  it("swaps the tokens once before the promotion, for a service that authenticates with the token", () => {
    const wishes = { ...NOTHING, token: true, restToken: true };
    assert.equal(nextStep("S2", BOTH, wishes, false), "swap");
    assert.equal(nextStep("S2", { ...BOTH, primary: "next" }, wishes, true), "promote");
    assert.equal(nextStep("E1", { ...BOTH, nextWorks: false }, wishes, true), "undo");
  });

  it("has a state with a description for every combination of facts, and promotes only in S2", () => {
    fc.assert(
      fc.property(facts, fc.boolean(), (each, hasActed) => {
        const state = stateOf(each);
        assert.ok(STATES[state].title !== "");
        const step = nextStep(state, each, { ...NOTHING, token: true }, hasActed);
        if (step !== "promote") return;
        assert.ok(each.hasNext && each.mainWorks && each.nextWorks && each.deployed);
      }),
    );
  });
});
