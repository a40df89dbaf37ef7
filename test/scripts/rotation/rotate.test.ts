import assert from "node:assert/strict";
import type { Wishes } from "../../../scripts/rotation/decide";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { assertWhole, attempt as attemptOn, BOTH, finish as finishOn } from "./attempts";
import { ELEVEN_MINUTES_MS, Killed, World, type Disturbance } from "./world";

const UNDO: Wishes = { token: false, apiKey: false, undo: true, restToken: false };

/** Runs once as a new process, which is disturbed; undefined where it ended well, else what ended it. */
async function attempt(world: World, wishes = BOTH, disturbance?: Disturbance): Promise<unknown> {
  world.revive(disturbance);
  return attemptOn(world.ports(), wishes);
}

/** Runs plainly until it ends well. */
function finish(world: World, wishes: Wishes): Promise<void> {
  return finishOn(world, () => world.revive().ports(), wishes);
}

/** Each call of an undisturbed run, before and after its effect. */
async function points(wishes: Wishes, kind: Disturbance["kind"]): Promise<Disturbance[]> {
  const world = new World();
  assert.equal(await attempt(world, wishes), undefined);
  return Array.from({ length: world.calls }, (_, index) => index + 1).flatMap((at) =>
    (["before", "after"] as const).map((moment) => ({ at, moment, kind })),
  );
}

// The logic alone: each call is atomic here, and Twilio's and ECS's parts are models.
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
      it(`is finished by a plain second run, wherever the first was ended (${kind}; a second secondary token: ${variant})`, async () => {
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

  it("is finished by a plain third run, wherever the first two were killed", async () => {
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

  it("swaps the tokens for a service that logs in with one, and is finished by a second run with --rest-token", async () => {
    const wishes = { ...BOTH, restToken: true };
    for (const point of await points(wishes, "killed")) {
      const world = new World();
      await attempt(world, wishes, point);
      await finish(world, wishes);
      assertWhole(world, `--rest-token ${world.names[point.at - 1] ?? ""} ${point.moment}`);
    }
  });

  it("keeps the only copy of a token that somebody has put in place of the next one", async () => {
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
          // As if the console had replaced the secondary token in between.
          world.account.primary = "f".repeat(32);
          return answer.then(() => ({ primary: world.account.primary }));
        },
      },
    };
    assert.equal(await attemptOn(meddled), undefined);
    assert.equal(world.config.main, world.account.primary);
    assert.equal(world.config.next, undefined);
  });

  it("stops where somebody has removed the next token, and harms nothing", async () => {
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

  it("keeps the old API key where somebody has deleted the new one; what it advises leads out", async () => {
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

  it("goes on where somebody has promoted the next token in the console", async () => {
    const world = new World();
    const at = (await callsOf(BOTH)).indexOf("prove") + 1;
    await attempt(world, BOTH, { at, moment: "after", kind: "killed" });
    world.account.promote();
    await finish(world, BOTH);
    assertWhole(world, "promoted by somebody else");
  });
});

async function callsOf(wishes: Wishes): Promise<readonly string[]> {
  const world = new World();
  await attempt(world, wishes);
  return world.names;
}
