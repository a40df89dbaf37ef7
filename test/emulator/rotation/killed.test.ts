import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { skipWithoutCommandLines, untilRuns } from "../../support/scripts/commandLines";
import { findPulumiCli } from "../../../scripts/stack/pulumiCli";
import { RotationLab } from "../../support/rotation/rotationLab";
import type { Moment } from "../../support/twilio/rotation/server";
import { finish } from "./support";

/** What a rotation changes at Twilio, in its order. */
const EFFECTS = [
  "POST /v1/AuthTokens/Secondary",
  "POST /v1/Keys",
  "POST /v1/AuthTokens/Promote",
  "DELETE /v1/Keys/",
] as const;

// Each call of the logic is killed in test/scripts/rotation; here the process itself is, at each change of Twilio's account.
// AWS and Twilio are simulated: not run against AWS/Twilio.
describe("rotate-credentials, ended before its time", function () {
  this.timeout(600_000);
  let lab: RotationLab;

  before(function () {
    if (findPulumiCli(process.env) !== undefined) return;
    process.stderr.write("    skipped, no Pulumi CLI: npx pulumi version downloads one\n");
    this.skip();
  });
  beforeEach(async () => {
    lab = await RotationLab.open();
  });
  afterEach(() => lab.close());

  for (const effect of EFFECTS) {
    for (const moment of ["before", "after"] as const satisfies readonly Moment[]) {
      it(`killed ${moment} ${effect}: a second run ends well`, async () => {
        let child: ChildProcess | undefined;
        lab.twilio.onCall = (call, at) => {
          if (call.startsWith(effect) && at === moment) child?.kill("SIGKILL");
        };
        const killed = await lab.rotate(["--token", "--api-key"], (started) => {
          child = started;
        });
        assert.equal(killed.code, null, killed.stdout + killed.stderr);
        lab.twilio.onCall = () => undefined;
        await finish(lab);
      });
    }
  }

  for (const [signal, effect] of [
    ["SIGINT", "POST /v1/AuthTokens/Secondary"],
    ["SIGHUP", "POST /v1/AuthTokens/Promote"],
  ] as const) {
    it(`${signal} at ${effect}: the step comes to its end, and a second run ends well`, async () => {
      let child: ChildProcess | undefined;
      lab.twilio.onCall = (call, at) => {
        if (call.startsWith(effect) && at === "before") process.kill(-(child?.pid ?? 0), signal);
      };
      const ended = await lab.rotate(["--token"], (started) => {
        child = started;
      });
      assert.equal(ended.code, 130, ended.stdout + ended.stderr);
      assert.match(
        ended.stderr,
        /error: interrupted: the step under way came to its end\n {2}→ npm run rotate-credentials.* finishes what is begun/,
      );
      lab.twilio.onCall = () => undefined;
      assert.equal((await lab.config())["twilioAuthTokenNext"]?.length, 32);
      await finish(lab, []);
    });
  }

  /** Runs it, and does something to its `pulumi up` as soon as that runs. */
  async function duringUpdate(
    disturb: (cli: number, group: number) => void,
  ): ReturnType<RotationLab["rotate"]> {
    let disturbed: Promise<void> | undefined;
    const result = await lab.rotate(["--token"], ({ pid: group = 0 }) => {
      disturbed = untilRuns(group, /^pulumi up /).then((cli) => {
        disturb(cli, group);
      });
    });
    await disturbed;
    return result;
  }

  it("Ctrl-C during the update: the CLI ends in good order, and a second run ends well", async function () {
    skipWithoutCommandLines(this);
    const ended = await duringUpdate((_, group) => process.kill(-group, "SIGINT"));
    assert.equal(ended.code, 130, ended.stdout + ended.stderr);
    assert.match(ended.stderr, /error: interrupted during pulumi up\n/);
    await finish(lab, []);
  });

  it("a killed pulumi up: the run says so, and a second one ends well, once Pulumi's own lock is gone", async function () {
    skipWithoutCommandLines(this);
    const ended = await duringUpdate((cli) => process.kill(cli, "SIGKILL"));
    assert.equal(ended.code, 1, ended.stdout + ended.stderr);
    assert.match(ended.stderr, /error: Pulumi's CLI failed at pulumi up\n/);
    const locked = await lab.rotate([]);
    if (locked.code !== 0) {
      assert.match(
        locked.stderr,
        /or one was interrupted\n {2}→ wait for it, or: npx pulumi cancel/,
      );
      await lab.project.pulumi("cancel", "--yes", "--stack", "dev");
    }
    await finish(lab, []);
  });
});
