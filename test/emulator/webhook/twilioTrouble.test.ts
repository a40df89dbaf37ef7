import assert from "node:assert/strict";
import { FIRST_URL, useNumberLab } from "../../support/emulator/numberLab";
import { SCRIPTS_TIMEOUT_MS } from "../../support/scripts/script";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const own = newCredentials();
const HOOK = "https://phone.example.com/incoming-call";

// twilioServer.ts replaces Twilio: openApi.test.ts shows how far their answers agree. The secret is on moto.
describe("configure-webhook, if Twilio fails", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  const lab = useNumberLab(own, "pipecat/webhook");

  it("can still restore the number if Twilio fails in the middle", async () => {
    lab.twilio.updatesFail = true;
    const failed = await lab.configure(["--webhook-url", HOOK]);
    assert.equal(failed.code, 1);
    assert.match(
      failed.stderr,
      /Twilio answered HTTP 500, error 20500: the number PN\w+ is as it was/,
    );
    lab.twilio.updatesFail = false;
    await lab.configure(["--webhook-url", HOOK]);
    assert.equal(lab.twilio.number.voice_url, HOOK);
    assert.equal((await lab.configure(["--restore"])).code, 0);
    assert.equal(lab.twilio.number.voice_url, FIRST_URL);
    assert.equal((await lab.configure(["--restore"])).code, 1, "the change was noted once");
  });

  it("says what the number is set to if the answer to the change is lost", async () => {
    for (const how of ["reset", "500"] as const) {
      lab.twilio.updatesLost = how;
      const { code, stderr } = await lab.configure(["--webhook-url", `${HOOK}/${how}`]);
      assert.equal(code, 1);
      assert.match(
        stderr,
        /, and yet the number PN\w+ has been changed\n {2}→ npm run configure-webhook -- --restore undoes it\n$/,
      );
      assert.equal(lab.twilio.number.voice_url, `${HOOK}/${how}`);
      lab.twilio.updatesLost = undefined;
      assert.equal((await lab.configure(["--restore"])).code, 0);
      assert.equal(lab.twilio.number.voice_url, FIRST_URL);
    }
  });

  it("repeats a read that failed in the network or at Twilio, but not an update", async () => {
    for (const how of ["reset", "503"] as const) {
      lab.twilio.readsFail = { times: 2, how };
      const { code, stderr } = await lab.configure(["--webhook-url", HOOK, "--dry-run"]);
      assert.equal(code, 0, stderr);
    }
    lab.twilio.updatesFail = true;
    await lab.configure(["--webhook-url", HOOK]);
    const updates = lab.twilio.requests.filter((request) => request.startsWith("POST"));
    assert.equal(updates.length, 1);
  });

  it("restores a URL that Twilio has stored in another spelling", async () => {
    lab.twilio.rewrites = true;
    const set = await lab.configure(["--webhook-url", "https://phone.example.com/Incoming"]);
    assert.equal(set.code, 1);
    assert.match(
      set.stderr,
      /has set the voice URL to https:\/\/phone\.example\.com\/incoming instead/,
    );
    const restored = await lab.configure(["--restore"]);
    assert.equal(restored.code, 0, restored.stderr);
    assert.equal(lab.twilio.number.voice_url, FIRST_URL);
    // Twilio writes the host in lower case. The URL is still the same.
    lab.twilio.rewrites = false;
    lab.twilio.number.voice_url = "HTTPS://Phone.Example.com:443/incoming-call";
    const same = await lab.configure(["--webhook-url", HOOK]);
    assert.match(same.stdout, /The number has these settings already: nothing to change\./);
  });

  it("distinguishes a proxy's page from an answer of Twilio", async () => {
    lab.twilio.page = "<html>Sign in</html>";
    const { code, stderr } = await lab.configure(["--webhook-url", HOOK]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /error: what answers in place of \S+ is not Twilio's API\n {2}→ check the network/,
    );
  });

  it("reports Twilio's refusals without the account SID", async () => {
    for (const [status, code, expected] of [
      [
        401,
        20003,
        /Twilio does not accept TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN\n.*TWILIO_REGION=ie1/,
      ],
      [401, 20005, /the Twilio account is not active/],
      [403, 20008, /these are Twilio's test credentials/],
      [429, 20429, /Twilio throttles the requests/],
      [503, 20503, /Twilio answered HTTP 503, error 20503/],
    ] as const) {
      lab.twilio.failure = { status, code };
      const { code: exit, stderr } = await lab.configure(["--webhook-url", HOOK]);
      assert.equal(exit, 1);
      assert.match(stderr, expected);
    }
  });
});
