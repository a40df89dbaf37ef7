import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setup } from "../../support/scripts/setupSecrets";
import { assertWhole, useRotationLab } from "./support";

// Pulumi's CLI, the policy pack and the scripts are real. AWS and Twilio are simulated: not run against AWS/Twilio.
describe("Reasons against a rotation, and the other scripts during a rotation", function () {
  this.timeout(240_000);
  const lab = useRotationLab();

  it("another Region than US1: refused with the reason", async () => {
    const args = ["--stack", "dev", "--token", "--yes"];
    const env = { TWILIO_REGION: "ie1" };
    const { code, stderr } = await lab().run("rotate-credentials", args, undefined, env);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /TWILIO_REGION is ie1: a token and a key are valid in one Region only/);
    assert.deepEqual(lab().account.audit, ["key created"]);
  });

  it("a main key: refused before any change, because only Twilio's console makes main keys", async () => {
    const [key] = lab().account.keys;
    assert.ok(key !== undefined);
    lab().account.keys[0] = { ...key, kind: "main" };
    const { code, stderr } = await lab().rotate(["--token", "--api-key"]);
    assert.equal(code, 1);
    assert.match(stderr, /the API key is a main key/);
    assert.deepEqual(lab().account.audit, ["key created"]);
    await assertWhole(lab());
  });

  it("a restricted key: the new key has the same policy", async () => {
    const [key] = lab().account.keys;
    assert.ok(key !== undefined);
    const policy = { allow: ["/twilio/phone-numbers/incoming/read", "/twilio/voice/calls/update"] };
    lab().account.keys[0] = { ...key, kind: "restricted", policy };
    const { code, stdout, stderr } = await lab().rotate(["--api-key"]);
    assert.equal(code, 0, stdout + stderr);
    await assertWhole(lab());
    const [made] = lab().account.keys;
    assert.notEqual(made?.sid, key.sid);
    assert.deepEqual([made?.kind, made?.policy], ["restricted", policy]);
  });

  it("a Twilio account that another stack uses too: the script names that stack and asks", async () => {
    const { folder } = lab().project;
    const pulumi = (...args: readonly string[]) => lab().project.pulumi(...args);
    await pulumi("stack", "init", "prod");
    const sid = lab().account.sid;
    await pulumi("config", "set", "--plaintext", "twilioAccountSid", sid, "--stack", "prod");
    const asked = await lab().run("rotate-credentials", ["--stack", "dev", "--token"]);
    assert.equal(asked.code, 2, asked.stdout + asked.stderr);
    assert.match(
      asked.stderr,
      /Other stacks use the same Twilio account: prod\. The promotion stops their calls/,
    );
    assert.deepEqual(lab().account.audit, ["key created"]);
    const key = lab().credentials().TWILIO_API_SID;
    await pulumi("config", "set", "--plaintext", "twilioApiSid", key, "--stack", "prod");
    const shared = await lab().run("rotate-credentials", ["--stack", "dev", "--api-key"]);
    assert.equal(shared.code, 2, shared.stdout + shared.stderr);
    assert.match(
      shared.stderr,
      /Other stacks use the same API key: prod\. It is deleted at the end/,
    );
    const next = ["twilioAuthTokenNext", lab().account.primary];
    await pulumi("config", "set", "--plaintext", ...next, "--stack", "prod");
    const busy = await lab().rotate(["--token"]);
    assert.equal(busy.code, 2, busy.stdout);
    assert.match(busy.stderr, /the stack prod uses the same Twilio account and is being rotated/);
    assert.match(busy.stderr, /→ npm run rotate-credentials -- --stack prod finishes it/);
    assert.deepEqual(lab().account.audit, ["key created"]);
    const other = `AC${"0".repeat(32)}`;
    await pulumi("config", "set", "--plaintext", "twilioAccountSid", other, "--stack", "prod");
    const free = await lab().run("rotate-credentials", ["--stack", "dev", "--token"]);
    assert.doesNotMatch(free.stderr, /use the same Twilio account/);
    assert.ok(
      readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8").includes("twilioAuthTokenNext"),
    );
  });

  it("during a rotation: another checkout is refused, and test-twilio-secret and test-webhook report the rotation", async () => {
    const { folder } = lab().project;
    const file = join(folder, "Pulumi.dev.yaml");
    const before = readFileSync(file);
    await lab().rotateToPromotion();
    const secret = await lab().run("test-twilio-secret", ["--stack", "dev"]);
    const webhook = await lab().run("test-webhook", ["--stack", "dev"]);
    for (const { stdout, stderr } of [secret, webhook]) {
      assert.match(
        stdout,
        /note {2}rotation +a rotation is under way: the secret holds TWILIO_AUTH_TOKEN_NEXT\n +→ npm run rotate-credentials -- .*--status/,
        stderr,
      );
    }
    const own = join(folder, "mine.yaml");
    copyFileSync(file, own);
    writeFileSync(file, before);
    const elsewhere = await lab().rotate(["--token"]);
    assert.equal(elsewhere.code, 2, elsewhere.stdout + elsewhere.stderr);
    assert.match(elsewhere.stderr, /somebody is rotating this stack from another checkout/);
    copyFileSync(own, file);
    const { code, stdout, stderr } = await lab().rotate([]);
    assert.equal(code, 0, stdout + stderr);
    await assertWhole(lab());
    const after = await lab().run("test-twilio-secret", ["--stack", "dev"]);
    assert.doesNotMatch(after.stdout, /a rotation is under way/);
  });

  it("setup-secrets --check-live finds a token that authenticates but does not sign", async () => {
    const own = lab().credentials();
    const secondary = lab().account.createSecondary() ?? "";
    const args = ["--check-live", "--dry-run", "--stack", "dev"];
    const live = (token: string) =>
      setup(own, { ...own, TWILIO_AUTH_TOKEN: token }, args, {
        cwd: lab().project.folder,
        env: { ...lab().env },
      });
    const fine = await live(own.TWILIO_AUTH_TOKEN);
    assert.match(fine.stdout, /ok {4}TWILIO_AUTH_TOKEN +is the primary one/);
    const other = await live(secondary);
    assert.equal(other.code, 1, other.stderr);
    assert.ok(!other.stdout.includes(secondary));
    assert.match(
      other.stdout,
      /FAIL {2}TWILIO_AUTH_TOKEN +is not the account's primary auth token/,
    );
  });
});
