import assert from "node:assert/strict";
import { PROMOTE } from "../../support/rotation/rotationLab";
import { assertWhole, finish, useRotationLab } from "./support";

// Twilio's API gives no answer, a late one or a wrong one, and Twilio's own client has to handle it. test/scripts/rotation covers a
// fault at every single call. AWS and Twilio are simulated: not run against AWS/Twilio.
describe("rotate-credentials, if Twilio's answer is lost", function () {
  this.timeout(600_000);
  const lab = useRotationLab();

  // Twilio's client waits 30 s for an answer that never comes.
  for (const kind of ["cut", "500", "page", "hang"] as const) {
    it(`the answer to the promotion (${kind}): a second run succeeds`, async () => {
      lab().twilio.faults.push({ call: PROMOTE, moment: "after", kind });
      const ended = await lab().rotate(["--token"]);
      assert.equal(ended.code, 1, ended.stdout + ended.stderr);
      assert.match(ended.stderr, /\nerror: [^]+\n {2}→ /);
      await finish(lab(), []);
    });
  }

  it("the answer to the secondary token: says that Twilio may have made it, and what to do", async () => {
    lab().twilio.faults.push({
      call: "POST /v1/AuthTokens/Secondary",
      moment: "after",
      kind: "hang",
    });
    const ended = await lab().rotate(["--token", "--api-key"]);
    assert.equal(ended.code, 1);
    assert.match(
      ended.stderr,
      /error: Twilio may have made a secondary auth token, but its answer is lost\n {2}→ .*--discard-secondary/,
    );
    await finish(lab());
  });

  it("a throttled promotion is repeated automatically", async () => {
    lab().twilio.faults.push({ call: PROMOTE, moment: "before", kind: "429" });
    const { code, stderr } = await lab().rotate(["--token"]);
    assert.equal(code, 0, stderr);
    await assertWhole(lab());
  });

  it("if the key cannot be created, the secondary token is deleted at once", async () => {
    lab().twilio.faults.push({ call: "POST /v1/Keys", moment: "before", kind: "500" });
    const failed = await lab().rotate(["--token", "--api-key"]);
    assert.equal(failed.code, 1);
    assert.equal(lab().account.secondary, undefined);
    await finish(lab());
  });
});
