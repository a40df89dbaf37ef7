import assert from "node:assert/strict";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { assertWhole, attempt as attemptOn, BOTH } from "./attempts";
import { SimulatedStack } from "./simulatedStack";
import { attempt, callsOf, finish, UNDO } from "./simulatedRuns";

// Shows the logic only: each call is atomic, and models replace Twilio and ECS.
describe("A rotation of token and key", function () {
  this.timeout(120_000);

  it("stores the only copy of a token with which somebody has replaced the next one", async () => {
    const stack = new SimulatedStack();
    const at = (await callsOf(BOTH)).indexOf("promote") + 1;
    await attempt(stack, BOTH, { at, moment: "before", kind: "killed" });
    const ports = stack.ports();
    stack.revive();
    const promote = ports.twilio.promote.bind(ports.twilio);
    const meddled = {
      ...ports,
      twilio: {
        ...ports.twilio,
        promote: (token: string) => {
          const answer = promote(token);
          // Acts as if somebody had replaced the secondary token in Twilio's console in between.
          stack.account.primary = "f".repeat(32);
          return answer.then(() => ({ primary: stack.account.primary }));
        },
      },
    };
    assert.equal(await attemptOn(meddled), undefined);
    assert.equal(stack.config.main, stack.account.primary);
    assert.equal(stack.config.next, undefined);
  });

  it("stops if somebody has removed the next token, and damages nothing", async () => {
    const names = await callsOf(BOTH);
    for (let at = names.indexOf("config.write") + 2; at < names.indexOf("promote"); at++) {
      const stack = new SimulatedStack();
      await attempt(stack, BOTH, { at, moment: "before", kind: "killed" });
      stack.account.deleteSecondary();
      if (stack.config.next === undefined) continue;
      const error = await attempt(stack);
      assert.ok(error instanceof ScriptError && error.message.includes("somebody removed"));
      assert.equal(await attempt(stack, UNDO), undefined);
      assertWhole(stack, `removed before call ${at}`);
    }
  });

  it("does not begin, and deploys nothing, with an API key that Twilio does not accept", async () => {
    const stack = new SimulatedStack();
    stack.account.deleteKey(stack.config.keySid);
    const token = { ...BOTH, apiKey: false };
    const refused = await attempt(stack, token);
    assert.ok(refused instanceof ScriptError && refused.message.includes("accept the API key"));
    assert.match(refused.fix ?? "", /--token --api-key makes another/);
    assert.equal(await attempt(stack), undefined);
    assertWhole(stack, "with a new key");
    const behind = new SimulatedStack();
    behind.account.deleteKey(behind.config.keySid);
    behind.deployed = "what another checkout has rotated";
    const stopped = await attempt(behind, token);
    assert.ok(
      stopped instanceof ScriptError && (stopped.fix ?? "").includes("Pulumi.<stack>.yaml"),
    );
    assert.equal(behind.deployed, "what another checkout has rotated");
  });

  it("keeps the old API key if somebody has deleted the new one; its advice helps", async () => {
    const stack = new SimulatedStack();
    const at = (await callsOf(BOTH)).indexOf("deleteKey") - 1;
    await attempt(stack, BOTH, { at, moment: "before", kind: "killed" });
    const old = stack.config.oldKeySid;
    stack.account.deleteKey(stack.config.keySid);
    const stopped = await attempt(stack, BOTH);
    assert.ok(stopped instanceof ScriptError && stopped.message.includes("the old one stays"));
    assert.match(stopped.fix ?? "", /config rm twilioApiSidOld, then .* --api-key makes another/);
    stack.config = { ...stack.config, oldKeySid: undefined };
    assert.equal(await attempt(stack, { ...BOTH, token: false }), undefined);
    stack.account.deleteKey(old ?? "");
    assertWhole(stack, "a key deleted by somebody");
  });

  it("continues if somebody has promoted the next token in the console", async () => {
    const stack = new SimulatedStack();
    const at = (await callsOf(BOTH)).indexOf("prove") + 1;
    await attempt(stack, BOTH, { at, moment: "after", kind: "killed" });
    stack.account.promote();
    await finish(stack, BOTH);
    assertWhole(stack, "promoted by somebody else");
  });
});
