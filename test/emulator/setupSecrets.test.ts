import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CREDENTIALS, type TwilioCredentials } from "../../infra/credentials";
import { findPulumiCli } from "../../scripts/lib/pulumiCli";
import { canWatchCommandLines, watchCommandLines } from "../support/commandLines";
import { runScript, type ScriptOptions, type ScriptResult } from "../support/script";
import { makeStackProject, type StackProject } from "../support/stackProject";
import { assertNoCredential, newCredentials } from "../support/twilioCredentials";
import { TwilioServer } from "../support/twilioServer";

const own = newCredentials();

function envText(credentials: Partial<TwilioCredentials>): string {
  return Object.entries(credentials)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

describe("setup-secrets, without Pulumi's CLI", () => {
  it("says in one line how to get one", async () => {
    const project = { env: { PATH: "/nowhere" } };
    const { code, stderr } = await setup(own, [], project);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /error: Pulumi's CLI is neither on the PATH nor downloaded\n {2}→ npx pulumi version/,
    );
  });

  it("passes over the npm package's command, which would download one", async () => {
    const env = { PATH: join(__dirname, "../../node_modules/.bin") };
    const { code, stderr } = await setup(own, [], { env });
    assert.equal(code, 2);
    assert.match(stderr, /Pulumi's CLI is neither on the PATH nor downloaded/);
  });

  it("reports every fault of .env at once, before it looks for a CLI", async () => {
    const { TWILIO_API_SID, ...rest } = own;
    const text = `${envText(rest)}TWILIO_SID=${TWILIO_API_SID}\n`
      .replace(own.TWILIO_AUTH_TOKEN, own.TWILIO_AUTH_TOKEN.slice(1))
      .replace(own.TWILIO_API_SECRET, "changeme");
    const { code, stderr } = await setup(text, [], { env: { PATH: "/nowhere" } });
    assert.equal(code, 2);
    assert.match(stderr, /error: \S+ has 3 faults:\n/);
    assert.match(
      stderr,
      /TWILIO_AUTH_TOKEN has 31 characters instead of 32; expected: 32 hexadecimal digits\n/,
    );
    assert.match(
      stderr,
      /TWILIO_API_SID is missing \(TWILIO_SID is its older name: rename it to TWILIO_API_SID\)/,
    );
    assert.match(stderr, /TWILIO_API_SECRET is a placeholder/);
  });

  it("names a .env file that is not there", async () => {
    const { code, stderr } = await runScript("setup-secrets", ["--env-file", "nothing.env"]);
    assert.equal(code, 2);
    assert.match(stderr, /there is no readable file nothing\.env\n {2}→ cp \.env\.example \.env/);
  });
});

// Twilio is twilioServer.ts; what its real test credentials answer was not tried.
describe("setup-secrets --check-live", () => {
  let twilio: TwilioServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    twilio = new TwilioServer(own);
    env = { PATH: "/nowhere", TWILIO_BASE_URL: await twilio.start() };
  });
  afterEach(() => twilio.stop());

  it("asks once with each pair, by the number, and never for the account", async () => {
    const { stdout } = await setup(own, ["--check-live"], { env });
    assert.match(
      stdout,
      /ok {4}TWILIO_ACCOUNT_SID \+ TWILIO_AUTH_TOKEN +Twilio accepts them; the number is the account's/,
    );
    assert.match(stdout, /ok {4}TWILIO_API_SID \+ TWILIO_API_SECRET +Twilio accepts them/);
    assert.equal(twilio.requests.length, 2);
    for (const request of twilio.requests) {
      assert.match(
        request,
        /^GET \/2010-04-01\/Accounts\/AC\w+\/IncomingPhoneNumbers\.json\?PhoneNumber=%2B\d+&/,
      );
    }
  });

  it("stops at credentials that Twilio does not take", async () => {
    const wrong = { ...own, TWILIO_API_SECRET: newCredentials().TWILIO_API_SECRET };
    const { code, stdout } = await setup(wrong, ["--check-live"], { env });
    assert.equal(code, 1);
    assert.match(
      stdout,
      /FAIL {2}TWILIO_API_SID \+ TWILIO_API_SECRET +Twilio does not accept TWILIO_API_SID and TWILIO_API_SECRET/,
    );
    assert.match(stdout, /nothing was changed\.\n$/);

    twilio.testCredentials = true;
    const test = await setup(own, ["--check-live"], { env });
    assert.equal(test.code, 1);
    assert.match(test.stdout, /these are Twilio's test credentials: Twilio answers 403/);
  });
});

describe("setup-secrets, with Pulumi's CLI and a file backend", () => {
  let project: StackProject;

  before(async function () {
    this.timeout(120_000);
    if (findPulumiCli(process.env) === undefined) {
      process.stderr.write("    skipped, no Pulumi CLI: npx pulumi version downloads one\n");
      this.skip();
    }
    project = await makeStackProject();
  });

  function here(...args: readonly string[]): Promise<ScriptResult> {
    return setup(own, args, { cwd: project.folder, env: project.env });
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

  it("writes all five encrypted in one call, with no value on a command line", async function () {
    if (!canWatchCommandLines()) this.skip();
    const values = CREDENTIALS.map(({ name }) => own[name]);
    let result: ScriptResult | undefined;
    const seen = await watchCommandLines(values, async () => {
      result = await here("--stack", "dev");
    });
    assert.equal(result?.code, 0, result?.stderr);
    assert.equal(seen.leaks.length, 0);
    // Other runs on this machine have stacks of other names.
    const writes = [...seen.all].filter((line) => /^pulumi config set.* --stack dev /.test(line));
    assert.deepEqual(writes, ["pulumi config set-all --stack dev --non-interactive"]);

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

  it("changes nothing the second time, and says so, with the selected stack", async () => {
    const before = project.configFile();
    const { code, stdout } = await here();
    assert.equal(code, 0);
    assert.match(stdout, /The config of dev holds all five already: nothing to change\.\n$/);
    assert.equal(project.configFile(), before);
  });

  it("names what differs, and encrypts what stood in plain text", async () => {
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
    assert.match(stdout, /note {2}TWILIO_PHONE_NUMBER +stored in plain text +\+… 12 characters/);
    assert.match(stdout, /note {2}TWILIO_API_SECRET +changed/);
    assert.match(stdout, /2 of 5 changed in the config of dev\./);
    assertNoCredential(project.configFile(), own);
  });

  it("names a stack that is not there, a wrong passphrase and a folder without a project", async () => {
    const wrongStack = await here("--stack", "prod");
    assert.equal(wrongStack.code, 2);
    assert.match(wrongStack.stderr, /error: the stack prod does not exist\n {2}→ pulumi stack ls/);

    const env = { ...project.env, PULUMI_CONFIG_PASSPHRASE: "another one" };
    const passphrase = await setup(own, ["--stack", "dev"], { cwd: project.folder, env });
    assert.equal(passphrase.code, 2);
    assert.match(passphrase.stderr, /error: the stack's passphrase is not the right one/);

    const nowhere = await setup(own, ["--stack", "dev"], { env: project.env });
    assert.equal(nowhere.code, 2);
    assert.match(
      nowhere.stderr,
      /error: this folder (is in no Pulumi project|holds no Pulumi\.yaml)/,
    );
  });
});

// The watcher itself must be able to see a leak.
describe("The watch over command lines", () => {
  it("sees a value that stands on one", async function () {
    if (!canWatchCommandLines()) this.skip();
    const value = own.TWILIO_AUTH_TOKEN;
    const seen = await watchCommandLines([value], () =>
      runScript("setup-secrets", ["--env-file", value]),
    );
    assert.ok(seen.leaks.length > 0);
  });
});

async function setup(
  env: TwilioCredentials | string,
  args: readonly string[],
  options: ScriptOptions,
): Promise<ScriptResult> {
  const file = join(options.cwd ?? mkdtempSync(join(tmpdir(), "pipecat-env-")), ".env");
  writeFileSync(file, typeof env === "string" ? env : envText(env));
  const result = await runScript("setup-secrets", ["--env-file", file, ...args], options);
  assertNoCredential(result.stdout + result.stderr, own);
  return result;
}
