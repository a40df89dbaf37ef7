import assert from "node:assert/strict";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { assertWhole, BOTH } from "./attempts";
import { ELEVEN_MINUTES_MS, Killed, World } from "./world";
import { attempt, callsOf, finish, points, UNDO } from "./worldRuns";

// Shows the logic only: each call is atomic, and models replace Twilio and ECS.
describe("A rotation of token and key", function () {
  this.timeout(120_000);

  it("refuses no webhook, promotes once, and leaves one token and one key", async () => {
    const world = new World();
    const { main, keySid } = world.config;
    assert.equal(await attempt(world), undefined);
    assertWhole(world, "undisturbed");
    assert.notEqual(world.config.main, main);
    assert.notEqual(world.config.keySid, keySid);
    assert.deepEqual(world.account.audit.slice(1), [
      "secondary created",
      "key created",
      "token promoted",
      "key deleted",
    ]);
    assert.ok(world.accepted > 50);
  });

  for (const variant of ["refused", "replaces"] as const) {
    for (const kind of ["killed", "fails"] as const) {
      it(`is finished by a second run, wherever the first one ended (${kind}; a second secondary token: ${variant})`, async () => {
        for (const point of await points(BOTH, kind)) {
          const world = new World();
          world.account.secondSecondary = variant;
          const error = await attempt(world, BOTH, point);
          assert.ok(error instanceof (kind === "killed" ? Killed : ScriptError));
          await finish(world, BOTH);
          assertWhole(world, `${world.names[point.at - 1] ?? ""} ${point.moment}`);
          assert.ok(world.account.audit.filter((event) => event === "token promoted").length <= 2);
        }
      });
    }
  }

  it("is finished by a third run, wherever the first two were killed", async () => {
    const all = await points(BOTH, "killed");
    let pairs = 0;
    for (const first of all) {
      for (const second of all) {
        const world = new World();
        await attempt(world, BOTH, first);
        world.clock += ELEVEN_MINUTES_MS;
        const error = await attempt(world, BOTH, second);
        if (error instanceof ScriptError) world.account.deleteSecondary();
        await finish(world, BOTH);
        assertWhole(world, `${JSON.stringify(first)} ${JSON.stringify(second)}`);
        pairs += 1;
      }
    }
    assert.equal(pairs, all.length ** 2);
  });

  it("stops before the promotion if the service does not know the next token, and is undone", async () => {
    const world = new World();
    world.serviceKnowsNext = false;
    const { main } = world.config;
    assert.ok((await attempt(world)) instanceof ScriptError);
    assert.equal(world.account.audit.includes("token promoted"), false);
    assert.equal(await attempt(world, UNDO), undefined);
    assertWhole(world, "undone");
    assert.equal(world.config.main, main);
  });

  it("is undone by a second --undo, wherever the first was killed", async () => {
    const begun = async (): Promise<World> => {
      const world = new World();
      world.serviceKnowsNext = false;
      await attempt(world);
      return world;
    };
    const whole = await begun();
    await attempt(whole, UNDO);
    for (let at = 1; at <= whole.calls; at++) {
      for (const moment of ["before", "after"] as const) {
        const world = await begun();
        await attempt(world, UNDO, { at, moment, kind: "killed" });
        assert.equal(await attempt(world, UNDO), undefined);
        assertWhole(world, `--undo killed ${moment} call ${at}`);
      }
    }
  });

  it("cannot be undone after the promotion, and says so", async () => {
    const world = new World();
    const names = await callsOf(BOTH);
    const at = names.indexOf("promote") + 1;
    await attempt(world, BOTH, { at, moment: "after", kind: "killed" });
    const error = await attempt(world, UNDO);
    assert.ok(error instanceof ScriptError && error.message.includes("this cannot be undone"));
    await finish(world, BOTH);
    assertWhole(world, "only forward");
  });

  it("swaps the tokens for a service that authenticates with one, and is finished by a second run with --rest-token", async () => {
    const wishes = { ...BOTH, restToken: true };
    for (const point of await points(wishes, "killed")) {
      const world = new World();
      await attempt(world, wishes, point);
      await finish(world, wishes);
      assertWhole(world, `--rest-token ${world.names[point.at - 1] ?? ""} ${point.moment}`);
    }
  });
});
