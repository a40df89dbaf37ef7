import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { findPulumiCli } from "../../../scripts/stack/pulumiCli";
import { RotationLab } from "../../support/rotation/rotationLab";
import type { Moment } from "../../support/twilio/rotation/server";
import { assertWhole } from "./support";

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

  /** A second run without anything new; what only a person can tell is decided as the message says. */
  async function finish(): Promise<void> {
    // A key that nobody stored is deleted once it is old enough to be nobody's.
    for (const [index, key] of lab.account.keys.entries()) {
      lab.account.keys[index] = { ...key, createdAt: new Date(Date.now() - 3_600_000) };
    }
    let again = await lab.rotate(["--token", "--api-key"]);
    if (again.stderr.includes("--discard-secondary")) {
      again = await lab.rotate(["--token", "--api-key", "--discard-secondary"]);
    }
    assert.equal(again.code, 0, again.stdout + again.stderr);
    await assertWhole(lab);
  }

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
        await finish();
      });
    }
  }

  for (const kind of ["cut", "500", "page"] as const) {
    it(`the answer to the promotion lost (${kind}): a second run ends well`, async () => {
      lab.twilio.faults.push({ call: "POST /v1/AuthTokens/Promote", moment: "after", kind });
      await lab.rotate(["--token", "--api-key"]);
      await finish();
    });
  }

  it("a throttled promotion is tried again by itself", async () => {
    lab.twilio.faults.push({ call: "POST /v1/AuthTokens/Promote", moment: "before", kind: "429" });
    const { code, stderr } = await lab.rotate(["--token"]);
    assert.equal(code, 0, stderr);
    await assertWhole(lab);
  });

  it("a failed write of the key takes the secondary token back at once", async () => {
    lab.twilio.faults.push({ call: "POST /v1/Keys", moment: "before", kind: "500" });
    const failed = await lab.rotate(["--token", "--api-key"]);
    assert.equal(failed.code, 1);
    assert.equal(lab.account.secondary, undefined);
    await finish();
  });
});
