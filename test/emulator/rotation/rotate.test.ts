import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { watchCommandLines } from "../../support/scripts/commandLines";
import type { ScriptResult } from "../../support/scripts/script";
import { assertNoCredential } from "../../support/twilio/twilioCredentials";
import { SteadyTraffic } from "../../support/twilio/rotation/traffic";
import { assertWhole, useRotationLab } from "./support";

// Pulumi's CLI, the policy pack and the scripts are real. AWS and Twilio are simulated: not run against AWS/Twilio.
describe("rotate-credentials, with Pulumi's CLI, a phone line, and AWS and Twilio simulated", function () {
  this.timeout(240_000);
  const lab = useRotationLab();

  it("rotates token and key under traffic: none refused, one token, one key, five credentials, and no value anywhere", async () => {
    const before = lab().credentials();
    lab().writeEnvFile(before);
    const traffic = new SteadyTraffic(lab().account, lab().line, before, 200);
    traffic.start();
    const values: string[] = Object.values(before);
    lab().twilio.onCall = () => {
      // The new values exist as soon as Twilio has created them.
      const { account } = lab();
      const made = [account.secondary ?? "", ...account.keys.map(({ secret }) => secret)];
      values.push(...made.filter((value) => value !== "" && !values.includes(value)));
    };
    let result: ScriptResult | undefined;
    const seen = await watchCommandLines(values, async () => {
      result = await lab().rotate(["--token", "--api-key"]);
    });
    assert.ok(result !== undefined);
    const refused = await traffic.stop();
    assert.equal(values.length, 7);
    assert.deepEqual(seen.leaks, []);
    assert.deepEqual([...seen.environmentLeaks], []);
    assert.equal(result.code, 0, result.stdout + result.stderr);
    assert.deepEqual(refused, []);
    assert.ok(traffic.ledger.some(({ promotions }) => promotions === 1));
    assert.ok(traffic.ledger.some(({ promotions }) => promotions === 0));
    await assertWhole(lab());
    const after = lab().credentials();
    assert.notEqual(after.TWILIO_AUTH_TOKEN, before.TWILIO_AUTH_TOKEN);
    assert.notEqual(after.TWILIO_API_SID, before.TWILIO_API_SID);
    assert.match(
      lab().account.keys[0]?.friendlyName ?? "",
      /^pipecat-phone-service\/dev\/[0-9a-f]{6}\/\d{8}T\d{6}$/,
    );
    const shown = result.stdout + result.stderr + lab().project.configFile();
    for (const own of [before, after]) assertNoCredential(shown, own);
    const env = join(lab().project.folder, ".env");
    const text = readFileSync(env, "utf8");
    for (const value of Object.values(after)) assert.ok(text.includes(value));
    assert.equal(statSync(env).mode & 0o777, 0o600);
    assert.deepEqual(lab().account.audit.slice(1), [
      "secondary created",
      "key created",
      "token promoted",
      "key deleted",
    ]);
    const again = await lab().rotate([]);
    assert.equal(again.code, 0);
    assert.match(again.stdout, /No rotation is under way/);
  });

  it("shows its state with --status, in a table and as JSON, and changes nothing", async () => {
    const calls = lab().twilio.calls.length;
    const status = await lab().rotate(["--status"]);
    assert.equal(status.code, 0, status.stderr);
    assert.match(status.stdout, /ok {4}auth token +Twilio accepts it/);
    assert.match(status.stdout, /ok {4}tasks +the running task has the config's values/);
    assert.match(status.stdout, /S0 {3}no rotation is under way/);
    const dry = await lab().rotate(["--dry-run", "--token", "--json"]);
    const json: unknown = JSON.parse(dry.stdout);
    assert.equal(Reflect.get(Object(json), "state"), "S0");
    assert.equal(Reflect.get(Object(json), "next"), "begin");
    assert.equal(typeof Reflect.get(Object(json), "verdict"), "string");
    const made = lab()
      .twilio.calls.slice(calls)
      .filter((call) => !call.startsWith("GET "));
    assert.deepEqual(made, []);
  });

  it("stops before the promotion if the service does not know the next token; --undo restores everything", async () => {
    lab().line.knowsNext = false;
    const before = await lab().config();
    const stopped = await lab().rotate(["--token"]);
    assert.equal(stopped.code, 1);
    assert.match(stopped.stderr, /signed with TWILIO_AUTH_TOKEN_NEXT is answered with HTTP 403/);
    assert.equal(lab().account.audit.includes("token promoted"), false);
    const refused = await lab().run("setup-secrets", ["--stack", "dev"]);
    assert.equal(refused.code, 2);
    const status = await lab().rotate(["--status"]);
    assert.match(status.stdout, /S2 {3}every task has both tokens/);
    const undone = await lab().rotate(["--undo"]);
    assert.equal(undone.code, 0, undone.stderr);
    assert.deepEqual(await lab().config(), before);
    await assertWhole(lab());
  });

  it("refuses setup-secrets and a second rotation while it is in progress", async () => {
    lab().writeEnvFile(lab().credentials());
    lab().twilio.faults.push({
      call: "POST /v1/AuthTokens/Promote",
      moment: "before",
      kind: "500",
    });
    const ended = await lab().rotate(["--token"]);
    assert.equal(ended.code, 1, ended.stdout);
    const setup = await lab().run("setup-secrets", ["--stack", "dev"]);
    assert.equal(setup.code, 2);
    assert.match(setup.stderr, /a rotation is under way/);
    const [one, other] = await Promise.all([lab().rotate(["--token"]), lab().rotate(["--token"])]);
    assert.deepEqual([one.code, other.code].sort(), [0, 1]);
    assert.match(one.stderr + other.stderr, /another rotation of .* is running on this machine/);
    await assertWhole(lab());
  });

  it("asks before the promotion, and without a terminal requires --yes", async () => {
    const args = ["--stack", "dev", "--token", "--wait-after-promotion", "0"];
    const { code, stderr } = await lab().run("rotate-credentials", args);
    assert.equal(code, 2);
    assert.match(stderr, /there is no terminal to ask this on/);
    assert.equal(lab().account.audit.includes("token promoted"), false);
    assert.equal((await lab().rotate([])).code, 0);
    await assertWhole(lab());
  });

  it("refuses options that contradict each other, and a wait that is not a number", async () => {
    const both = await lab().rotate(["--undo", "--token"]);
    assert.equal(both.code, 2);
    assert.match(both.stderr, /--undo and --token say different things/);
    const wait = await lab().run("rotate-credentials", ["--wait-after-promotion", "soon"]);
    assert.equal(wait.code, 2);
  });
});
