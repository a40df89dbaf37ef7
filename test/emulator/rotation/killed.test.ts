import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { skipWithoutCommandLines, untilRuns } from "../../support/scripts/commandLines";
import type { RotationLab } from "../../support/rotation/rotationLab";
import type { Moment } from "../../support/twilio/rotation/server";
import { finish, useRotationLab } from "./support";

/** The changes that a rotation makes at Twilio, in their order. */
const EFFECTS = [
  "POST /v1/AuthTokens/Secondary",
  "POST /v1/Keys",
  "POST /v1/AuthTokens/Promote",
  "DELETE /v1/Keys/",
] as const;

// Kills the real process at each change of the Twilio account. test/scripts/rotation interrupts every single call, but without a
// process. AWS and Twilio are simulated: not run against AWS/Twilio.
describe("rotate-credentials, interrupted or killed", function () {
  this.timeout(600_000);
  const lab = useRotationLab();

  for (const effect of EFFECTS) {
    for (const moment of ["before", "after"] as const satisfies readonly Moment[]) {
      it(`killed ${moment} ${effect}: a second run succeeds`, async () => {
        let child: ChildProcess | undefined;
        lab().twilio.onCall = (call, at) => {
          if (call.startsWith(effect) && at === moment) child?.kill("SIGKILL");
        };
        const killed = await lab().rotate(["--token", "--api-key"], (started) => {
          child = started;
        });
        assert.equal(killed.code, null, killed.stdout + killed.stderr);
        lab().twilio.onCall = () => undefined;
        await finish(lab());
      });
    }
  }

  for (const [signal, effect] of [
    ["SIGINT", "POST /v1/AuthTokens/Secondary"],
    ["SIGHUP", "POST /v1/AuthTokens/Promote"],
  ] as const) {
    it(`${signal} at ${effect}: the step is finished, and a second run succeeds`, async () => {
      let child: ChildProcess | undefined;
      lab().twilio.onCall = async (call, at) => {
        if (!call.startsWith(effect) || at !== "before") return;
        process.kill(-(child?.pid ?? 0), signal);
        // Twilio's answer waits until the signal has reached the command.
        await sleep(500);
      };
      const ended = await lab().rotate(["--token"], (started) => {
        child = started;
      });
      assert.equal(ended.code, 130, ended.stdout + ended.stderr);
      assert.match(
        ended.stderr,
        /error: interrupted: the step under way came to its end\n {2}→ npm run rotate-credentials.* finishes what is begun/,
      );
      lab().twilio.onCall = () => undefined;
      assert.equal((await lab().config())["twilioAuthTokenNext"]?.length, 32);
      await finish(lab(), []);
    });
  }

  /** Runs rotate-credentials, and sends a signal to its `pulumi up` in the middle of the update. */
  async function duringUpdate(
    signal: (cli: number, group: number) => void,
    then: "go on" | "end",
  ): ReturnType<RotationLab["rotate"]> {
    let held: Promise<void> | undefined;
    const result = await lab().rotate(["--token"], ({ pid: group = 0 }) => {
      const work = async () => {
        signal(await untilRuns(group, /^pulumi up /), group);
      };
      held = lab().holdUpdate(work, then);
    });
    await held;
    return result;
  }

  it("Ctrl-C during the update: the CLI ends cleanly, and a second run succeeds", async function () {
    skipWithoutCommandLines(this);
    const ended = await duringUpdate((_, group) => process.kill(-group, "SIGINT"), "go on");
    assert.equal(ended.code, 130, ended.stdout + ended.stderr);
    assert.match(ended.stderr, /error: interrupted during pulumi up\n/);
    await finish(lab(), []);
  });

  it("a killed pulumi up: reported; the next run reports Pulumi's lock, and a run after pulumi cancel succeeds", async function () {
    skipWithoutCommandLines(this);
    const ended = await duringUpdate((cli) => process.kill(cli, "SIGKILL"), "end");
    assert.equal(ended.code, 1, ended.stdout + ended.stderr);
    assert.match(ended.stderr, /error: Pulumi's CLI failed at pulumi up\n/);
    const locked = await lab().rotate([]);
    assert.equal(locked.code, 2, locked.stdout + locked.stderr);
    const cancel =
      /or one was interrupted\n {2}→ wait for it, or: (?:npx )?pulumi (cancel --stack dev)\n/;
    const [, advice = ""] = cancel.exec(locked.stderr) ?? [];
    assert.notEqual(advice, "", locked.stderr);
    await lab().project.pulumi(...advice.split(" "), "--yes");
    await finish(lab(), []);
  });
});
