import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { skipWithoutCommandLines, watchCommandLines } from "../../support/scripts/commandLines";
import { runScript, SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { envText, setup } from "../../support/scripts/setupSecrets";
import { makeStackProject, type StackProject } from "../../support/scripts/stackProject";
import { assertNoCredential, newCredentials } from "../../support/twilio/twilioCredentials";
import { skipWithoutCli } from "../../support/skip";

const own = newCredentials();

// The CLI and the config file are real. Nothing is deployed: deployAndCheck.test.ts does that.
describe("setup-secrets, with Pulumi's CLI and a file backend", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let project: StackProject;

  before(async function () {
    this.timeout(120_000);
    skipWithoutCli(this);
    project = await makeStackProject();
  });

  function here(...args: readonly string[]): Promise<ScriptResult> {
    return setup(own, own, args, { cwd: project.folder, env: project.env });
  }

  it("says what would change, and changes nothing, with --dry-run", async () => {
    const before = project.configFile();
    const { code, stdout } = await here("--stack", "dev", "--dry-run");
    assert.equal(code, 0);
    assert.match(stdout, /stack +pipecat-phone-service\/dev\n/);
    assert.match(stdout, /note {2}TWILIO_AUTH_TOKEN +new +… 32 characters/);
    assert.match(stdout, /5 of 5 would change in the config of dev\.\n$/);
    assert.equal(project.configFile(), before);
  });

  it("lets only one of two parallel runs write an empty config", async () => {
    const XDG_STATE_HOME = mkdtempSync(join(tmpdir(), "pipecat-state-"));
    const env = { ...project.env, XDG_STATE_HOME };
    const results = await Promise.all(
      [own, newCredentials()].map((credentials, index) => {
        const file = join(XDG_STATE_HOME, `${index}.env`);
        writeFileSync(file, envText(credentials), { mode: 0o600 });
        const args = ["--env-file", file, "--stack", "dev"];
        return runScript("setup-secrets", args, { cwd: project.folder, env });
      }),
    );
    const took = (text: string) => results.filter(({ stdout }) => stdout.includes(text)).length;
    const refused = results.filter(({ stderr }) =>
      /error: another setup-secrets is writing the config of dev \(process \d+\)/.test(stderr),
    );
    // The slower run is refused. If it starts only after the first run has ended, it sees the first run's values.
    assert.equal(took(" new "), 1, results.map(({ stdout }) => stdout).join(""));
    assert.equal(refused.length + took(" changed  "), 1);
    for (const { code } of refused) assert.equal(code, 1);
    const empty = "# kept\nconfig:\n  aws:region: eu-north-1\n";
    writeFileSync(join(project.folder, "Pulumi.dev.yaml"), empty);
  });

  it("writes all five encrypted, with no value on a command line or in an environment", async function () {
    skipWithoutCommandLines(this);
    const values = CREDENTIALS.map(({ name }) => own[name]);
    let result: ScriptResult | undefined;
    const seen = await watchCommandLines(values, async () => {
      result = await here("--stack", "dev");
    });
    assert.equal(result?.code, 0, result?.stderr);
    assert.equal(seen.leaks.length, 0);
    assert.deepEqual([...seen.environmentLeaks], []);
    const writes = seen
      .linesIn(project.folder)
      .flatMap(
        (line) => /^pulumi config set (\S+) --secret --raw --stack dev /.exec(line)?.[1] ?? [],
      );
    const keys = CREDENTIALS.map(({ configKey }) => `pipecat-phone-service:${configKey}`);
    assert.deepEqual(writes, keys);

    const file = project.configFile();
    assertNoCredential(file, own);
    assert.match(file, /^# kept\n/);
    const config: unknown = JSON.parse(await project.pulumi("config", "--show-secrets", "--json"));
    assert.ok(typeof config === "object" && config !== null);
    for (const { name, configKey } of CREDENTIALS) {
      const entry: unknown = Reflect.get(config, `pipecat-phone-service:${configKey}`);
      assert.deepEqual(entry, { value: own[name], secret: true });
    }
  });

  it("uses the selected stack, and says on the second run that nothing changes", async () => {
    const before = project.configFile();
    const { code, stdout } = await here();
    assert.equal(code, 0);
    assert.match(stdout, /The config of dev already holds all five: nothing to change\.\n$/);
    assert.equal(project.configFile(), before);
  });

  it("names the values that differ, and encrypts a value that was stored in plaintext", async () => {
    await project.pulumi(
      "config",
      "set",
      "--plaintext",
      "twilioPhoneNumber",
      own.TWILIO_PHONE_NUMBER,
    );
    await project.pulumi(
      "config",
      "set",
      "--secret",
      "twilioApiSecret",
      newCredentials().TWILIO_API_SECRET,
    );
    const { code, stdout } = await here();
    assert.equal(code, 0);
    assert.match(stdout, /ok {4}TWILIO_AUTH_TOKEN +same/);
    assert.match(stdout, /note {2}TWILIO_PHONE_NUMBER +stored in plaintext +\+… 12 characters/);
    assert.match(stdout, /note {2}TWILIO_API_SECRET +changed/);
    assert.match(stdout, /2 of 5 changed in the config of dev\./);
    assertNoCredential(project.configFile(), own);
  });
});
