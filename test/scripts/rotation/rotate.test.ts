import assert from "node:assert/strict";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { assertWhole, BOTH } from "./attempts";
import { ELEVEN_MINUTES_MS, Killed, SimulatedStack } from "./simulatedStack";
import { attempt, callsOf, finish, points, UNDO } from "./simulatedRuns";

// Shows the logic only: each call is atomic, and models replace Twilio and ECS.
describe("A rotation of token and key", function () {
  this.timeout(120_000);

  it("refuses no webhook, promotes once, and leaves one token and one key", async () => {
    const stack = new SimulatedStack();
    const { main, keySid } = stack.config;
    assert.equal(await attempt(stack), undefined);
    assertWhole(stack, "undisturbed");
    assert.notEqual(stack.config.main, main);
    assert.notEqual(stack.config.keySid, keySid);
    assert.deepEqual(stack.account.audit.slice(1), [
      "secondary created",
      "key created",
      "token promoted",
      "key deleted",
    ]);
    assert.ok(stack.accepted > 50);
  });

  for (const variant of ["refused", "replaces"] as const) {
    for (const kind of ["killed", "fails"] as const) {
      it(`is finished by a second run, wherever the first one ended (${kind}; a second secondary token: ${variant})`, async () => {
        for (const point of await points(BOTH, kind)) {
          const stack = new SimulatedStack();
          stack.account.secondSecondary = variant;
          const error = await attempt(stack, BOTH, point);
          assert.ok(error instanceof (kind === "killed" ? Killed : ScriptError));
          await finish(stack, BOTH);
          assertWhole(stack, `${stack.names[point.at - 1] ?? ""} ${point.moment}`);
          assert.ok(stack.account.audit.filter((event) => event === "token promoted").length <= 2);
        }
      });
    }
  }

  it("is finished by a third run, wherever the first two were killed", async () => {
    const all = await points(BOTH, "killed");
    let pairs = 0;
    for (const first of all) {
      for (const second of all) {
        const stack = new SimulatedStack();
        await attempt(stack, BOTH, first);
        stack.clock += ELEVEN_MINUTES_MS;
        const error = await attempt(stack, BOTH, second);
        if (error instanceof ScriptError) stack.account.deleteSecondary();
        await finish(stack, BOTH);
        assertWhole(stack, `${JSON.stringify(first)} ${JSON.stringify(second)}`);
        pairs += 1;
      }
    }
    assert.equal(pairs, all.length ** 2);
  });

  it("stops before the promotion if the service does not know the next token, and is undone", async () => {
    const stack = new SimulatedStack();
    stack.serviceKnowsNext = false;
    const { main } = stack.config;
    assert.ok((await attempt(stack)) instanceof ScriptError);
    assert.equal(stack.account.audit.includes("token promoted"), false);
    assert.equal(await attempt(stack, UNDO), undefined);
    assertWhole(stack, "undone");
    assert.equal(stack.config.main, main);
  });

  it("is undone by a second --undo, wherever the first was killed", async () => {
    const begun = async (): Promise<SimulatedStack> => {
      const stack = new SimulatedStack();
      stack.serviceKnowsNext = false;
      await attempt(stack);
      return stack;
    };
    const whole = await begun();
    await attempt(whole, UNDO);
    for (let at = 1; at <= whole.calls; at++) {
      for (const moment of ["before", "after"] as const) {
        const stack = await begun();
        await attempt(stack, UNDO, { at, moment, kind: "killed" });
        assert.equal(await attempt(stack, UNDO), undefined);
        assertWhole(stack, `--undo killed ${moment} call ${at}`);
      }
    }
  });

  it("cannot be undone after the promotion, and the message says this", async () => {
    const stack = new SimulatedStack();
    const names = await callsOf(BOTH);
    const at = names.indexOf("promote") + 1;
    await attempt(stack, BOTH, { at, moment: "after", kind: "killed" });
    const error = await attempt(stack, UNDO);
    assert.ok(error instanceof ScriptError && error.message.includes("this cannot be undone"));
    await finish(stack, BOTH);
    assertWhole(stack, "only forward");
  });

  it("swaps the tokens for a service that authenticates with one, and is finished by a second run with --rest-token", async () => {
    const wishes = { ...BOTH, restToken: true };
    for (const point of await points(wishes, "killed")) {
      const stack = new SimulatedStack();
      await attempt(stack, wishes, point);
      await finish(stack, wishes);
      assertWhole(stack, `--rest-token ${stack.names[point.at - 1] ?? ""} ${point.moment}`);
    }
  });
});
