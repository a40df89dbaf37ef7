import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { FIRST_URL, useNumberLab } from "../../support/emulator/numberLab";
import { SCRIPTS_TIMEOUT_MS } from "../../support/scripts/script";
import { assertNoCredential, newCredentials } from "../../support/twilio/twilioCredentials";
import { newNumber } from "../../support/twilio/numberResource";

const own = newCredentials();
const HOOK = "https://phone.example.com/incoming-call";

// twilioServer.ts replaces Twilio: openApi.test.ts shows how far their answers agree. The secret is on moto.
describe("configure-webhook", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  const lab = useNumberLab(own, "pipecat/webhook");

  it("shows the settings before and after, sets the URL, changes nothing the second time, and restores it", async () => {
    const dry = await lab.configure(["--webhook-url", HOOK, "--dry-run"]);
    assert.equal(dry.code, 0, dry.stderr);
    assert.equal(lab.twilio.number.voice_url, FIRST_URL);
    assert.equal(existsSync(join(lab.state, "pipecat-phone-service")), false);
    assert.match(
      dry.stdout,
      /voice {6}POST https:\/\/demo\.twilio\.com\/welcome\/voice\/\n {8}→ {2}POST https:\/\/phone\.example\.com\/incoming-call\n/,
    );
    assert.match(dry.stdout, /twilio +account AC… 34 characters\nnumber +\+… 12 characters\n/);

    const callback = ["--status-callback", "https://phone.example.com/ended"];
    const first = await lab.configure(["--webhook-url", HOOK, ...callback]);
    assert.equal(first.code, 0, first.stderr);
    assert.equal(lab.twilio.number.voice_url, HOOK);
    assert.equal(lab.twilio.number.voice_method, "POST");
    assert.equal(lab.twilio.number.status_callback, "https://phone.example.com/ended");

    const asked = lab.twilio.requests.length;
    const second = await lab.configure(["--webhook-url", HOOK]);
    assert.equal(second.code, 0);
    assert.match(second.stdout, /The number has these settings already: nothing to change\./);
    assert.equal(lab.twilio.requests.length, asked + 1, "reads, and sends no update");

    const restored = await lab.configure(["--restore"]);
    assert.equal(restored.code, 0, restored.stderr);
    assert.equal(lab.twilio.number.voice_url, FIRST_URL);
    assert.equal(lab.twilio.number.status_callback, "");
    const again = await lab.configure(["--restore"]);
    assert.equal(again.code, 1);
    assert.match(again.stderr, /holds no change of this number: nothing to restore/);
  });

  it("stores the previous URL in a file that only its owner can read, and without a credential", async () => {
    lab.twilio.number.voice_url = "https://user:word@old.example.com/voice?token=abc";
    const { code, stdout } = await lab.configure(["--webhook-url", HOOK]);
    assert.equal(code, 0);
    assert.match(stdout, /voice {6}POST https:\/\/old\.example\.com\/voice\?…\n/);
    assert.doesNotMatch(stdout, /word|abc/);
    const folder = join(lab.state, "pipecat-phone-service", "webhooks");
    const [name = ""] = readdirSync(folder);
    assert.equal(name, `${lab.twilio.number.sid}.json`);
    assert.equal(statSync(join(folder, name)).mode & 0o077, 0);
    assertNoCredential(readFileSync(join(folder, name), "utf8"), own);
    await lab.configure(["--restore"]);
    assert.equal(lab.twilio.number.voice_url, "https://user:word@old.example.com/voice?token=abc");
  });

  it("sets the fallback URL only with --fallback-url, always shows it, and restores it", async () => {
    lab.twilio.number.voice_fallback_url = "https://old.example.com/sorry";
    const plain = await lab.configure(["--webhook-url", HOOK]);
    assert.match(
      plain.stdout,
      /fallback +POST https:\/\/old\.example\.com\/sorry\n {8}→ {2}POST https:\/\/old\.example\.com\/sorry\n/,
    );
    assert.equal(lab.twilio.number.voice_fallback_url, "https://old.example.com/sorry");
    const fallback = ["--fallback-url", "https://phone.example.com/sorry"];
    const both = await lab.configure(["--webhook-url", HOOK, ...fallback, "--json"]);
    assert.equal(both.code, 0, both.stderr);
    assert.equal(lab.twilio.number.voice_fallback_url, "https://phone.example.com/sorry");
    assert.equal((await lab.configure(["--restore"])).code, 0);
    assert.equal(lab.twilio.number.voice_fallback_url, "https://old.example.com/sorry");
    assert.equal(lab.twilio.number.voice_url, HOOK, "the change before is not undone");
  });

  it("sets several numbers by their SIDs, or none if one of them cannot be set", async () => {
    const second = newNumber({ ...own, TWILIO_PHONE_NUMBER: "+15005550199" });
    const third = newNumber({ ...own, TWILIO_PHONE_NUMBER: "+15005550198" });
    lab.twilio.numbers.push(second, third);
    const names = [lab.twilio.number.sid, second.sid].flatMap((sid) => ["--number", sid]);
    second.capabilities.voice = false;
    const silent = await lab.configure(["--webhook-url", HOOK, ...names]);
    assert.equal(silent.code, 1);
    assert.match(silent.stderr, new RegExp(`the number ${second.sid} takes no voice calls`));
    assert.equal(lab.twilio.number.voice_url, FIRST_URL);

    second.capabilities.voice = true;
    const set = await lab.configure(["--webhook-url", HOOK, ...names]);
    assert.equal(set.code, 0, set.stderr);
    assert.deepEqual(
      lab.twilio.numbers.map(({ voice_url }) => voice_url),
      [HOOK, HOOK, FIRST_URL],
    );
    assert.ok(set.stdout.includes(`Undo it with --restore ${names.join(" ")}.`), set.stdout);
    const restored = await lab.configure(["--restore", ...names]);
    assert.equal(restored.code, 0, restored.stderr);
    assert.match(restored.stdout, /The numbers have the earlier settings again\./);
    assert.equal(second.voice_url, FIRST_URL);

    const unknown = await lab.configure(["--webhook-url", HOOK, "--number", `PN${"0".repeat(32)}`]);
    assert.equal(unknown.code, 1);
    assert.match(unknown.stderr, new RegExp(`has no number PN0+\\n {2}→ it has .*${second.sid}`));
    const typo = await lab.configure(["--webhook-url", HOOK, "--number", "PN1"]);
    assert.equal(typo.code, 2);
  });

  it("refuses a number in fax mode, and a host that Twilio cannot reach", async () => {
    lab.twilio.number.voice_receive_mode = "fax";
    const fax = await lab.configure(["--webhook-url", HOOK]);
    assert.equal(fax.code, 1);
    assert.match(fax.stderr, /the number PN\w+ is in fax mode: no call reaches its voice URL/);
    const local = await lab.configure(["--webhook-url", "https://10.0.0.7/incoming-call"]);
    assert.equal(local.code, 2);
    assert.match(local.stderr, /the webhook URL names 10\.0\.0\.7, which Twilio cannot reach/);
  });

  it("does not restore the old URL if somebody else has set another one since", async () => {
    await lab.configure(["--webhook-url", HOOK]);
    lab.twilio.number.voice_url = "https://else.example.com/";
    const { code, stderr } = await lab.configure(["--restore"]);
    assert.equal(code, 1);
    assert.match(
      stderr,
      /the number points at https:\/\/else\.example\.com\/: somebody has changed it/,
    );
    assert.equal(lab.twilio.number.voice_url, "https://else.example.com/");
  });

  it("refuses plain HTTP, a number of another account, and a number that answers elsewhere", async () => {
    const plain = await lab.configure(["--webhook-url", "http://phone.example.com/"]);
    assert.equal(plain.code, 2);
    assert.match(
      plain.stderr,
      /the webhook URL is http:\/\/…: Twilio would send the calls' data unencrypted/,
    );
    assert.equal(lab.twilio.requests.length, 0);

    lab.twilio.number.trunk_sid = `TK${"0".repeat(32)}`;
    const trunk = await lab.configure(["--webhook-url", HOOK]);
    assert.equal(trunk.code, 1);
    assert.match(
      trunk.stderr,
      /a SIP trunk takes the calls of PN\w+: Twilio ignores its voice URL/,
    );

    // Twilio's filter finds this number because it contains the wanted one, but it is another number.
    const longer = newNumber({ ...own, TWILIO_PHONE_NUMBER: `${own.TWILIO_PHONE_NUMBER}1` });
    lab.twilio.numbers.splice(0, 1, longer);
    const foreign = await lab.configure(["--webhook-url", HOOK]);
    assert.equal(foreign.code, 1);
    assert.match(
      foreign.stderr,
      /TWILIO_PHONE_NUMBER \(\+… 12 characters\) is not a number of TWILIO_ACCOUNT_SID \(AC… 34 characters\)/,
    );
    assert.deepEqual(
      lab.twilio.requests.filter((request) => request.startsWith("POST")),
      [],
    );
  });
});
