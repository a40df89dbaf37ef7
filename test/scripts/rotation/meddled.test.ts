import assert from "node:assert/strict";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { assertWhole, attempt as attemptOn, BOTH } from "./attempts";
import { World } from "./world";
import { attempt, callsOf, finish, UNDO } from "./worldRuns";

// Shows the logic only: each call is atomic, and models replace Twilio and ECS.
describe("A rotation of token and key", function () {
  this.timeout(120_000);

  it("stores the only copy of a token with which somebody has replaced the next one", async () => {
    const world = new World();
    const at = (await callsOf(BOTH)).indexOf("promote") + 1;
    await attempt(world, BOTH, { at, moment: "before", kind: "killed" });
    const ports = world.ports();
    world.revive();
    const promote = ports.twilio.promote.bind(ports.twilio);
    const meddled = {
      ...ports,
      twilio: {
        ...ports.twilio,
        promote: (token: string) => {
          const answer = promote(token);
          // Acts as if somebody had replaced the secondary token in Twilio's console in between.
          world.account.primary = "f".repeat(32);
          return answer.then(() => ({ primary: world.account.primary }));
        },
      },
    };
    assert.equal(await attemptOn(meddled), undefined);
    assert.equal(world.config.main, world.account.primary);
    assert.equal(world.config.next, undefined);
  });

  it("stops if somebody has removed the next token, and damages nothing", async () => {
    const names = await callsOf(BOTH);
    for (let at = names.indexOf("config.write") + 2; at < names.indexOf("promote"); at++) {
      const world = new World();
      await attempt(world, BOTH, { at, moment: "before", kind: "killed" });
      world.account.deleteSecondary();
      if (world.config.next === undefined) continue;
      const error = await attempt(world);
      assert.ok(error instanceof ScriptError && error.message.includes("somebody removed"));
      assert.equal(await attempt(world, UNDO), undefined);
      assertWhole(world, `removed before call ${at}`);
    }
  });

  it("does not begin, and deploys nothing, with an API key that Twilio does not accept", async () => {
    const world = new World();
    world.account.deleteKey(world.config.keySid);
    const token = { ...BOTH, apiKey: false };
    const refused = await attempt(world, token);
    assert.ok(refused instanceof ScriptError && refused.message.includes("accept the API key"));
    assert.match(refused.fix ?? "", /--token --api-key makes another/);
    assert.equal(await attempt(world), undefined);
    assertWhole(world, "with a new key");
    const behind = new World();
    behind.account.deleteKey(behind.config.keySid);
    behind.deployed = "what another checkout has rotated";
    const stopped = await attempt(behind, token);
    assert.ok(
      stopped instanceof ScriptError && (stopped.fix ?? "").includes("Pulumi.<stack>.yaml"),
    );
    assert.equal(behind.deployed, "what another checkout has rotated");
  });

  it("keeps the old API key if somebody has deleted the new one; its advice helps", async () => {
    const world = new World();
    const at = (await callsOf(BOTH)).indexOf("deleteKey") - 1;
    await attempt(world, BOTH, { at, moment: "before", kind: "killed" });
    const old = world.config.oldKeySid;
    world.account.deleteKey(world.config.keySid);
    const stopped = await attempt(world, BOTH);
    assert.ok(stopped instanceof ScriptError && stopped.message.includes("the old one stays"));
    assert.match(stopped.fix ?? "", /config rm twilioApiSidOld, then .* --api-key makes another/);
    world.config = { ...world.config, oldKeySid: undefined };
    assert.equal(await attempt(world, { ...BOTH, token: false }), undefined);
    world.account.deleteKey(old ?? "");
    assertWhole(world, "a key deleted by somebody");
  });

  it("continues if somebody has promoted the next token in the console", async () => {
    const world = new World();
    const at = (await callsOf(BOTH)).indexOf("prove") + 1;
    await attempt(world, BOTH, { at, moment: "after", kind: "killed" });
    world.account.promote();
    await finish(world, BOTH);
    assertWhole(world, "promoted by somebody else");
  });
});
