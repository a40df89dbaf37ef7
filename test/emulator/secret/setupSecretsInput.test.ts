import assert from "node:assert/strict";
import { execFileSync, type ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runScript, SCRIPTS_TIMEOUT_MS } from "../../support/scripts/script";
import { envText, setup } from "../../support/scripts/setupSecrets";
import { newCredentials } from "../../support/twilio/twilioCredentials";
import { TwilioServer } from "../../support/twilio/twilioServer";
import { skip } from "../../support/skip";

const own = newCredentials();

describe("setup-secrets, without Pulumi's CLI", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  it("says in one line how to get the CLI", async () => {
    const project = { env: { PATH: "/nowhere" } };
    const { code, stderr } = await setup(own, own, [], project);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /error: Pulumi's CLI is neither on the PATH nor downloaded\n {2}→ npx pulumi version/,
    );
  });

  it("skips the npm package's command, which would download a CLI", async () => {
    const env = { PATH: join(__dirname, "../../../node_modules/.bin") };
    const { code, stderr } = await setup(own, own, [], { env });
    assert.equal(code, 2);
    assert.match(stderr, /Pulumi's CLI is neither on the PATH nor downloaded/);
  });

  it("reports every fault of .env at once, before it looks for a CLI", async () => {
    const { TWILIO_API_SID, ...rest } = own;
    const text = `${envText(rest)}TWILIO_SID=${TWILIO_API_SID}\n`
      .replace(own.TWILIO_AUTH_TOKEN, own.TWILIO_AUTH_TOKEN.slice(1))
      .replace(own.TWILIO_API_SECRET, "changeme");
    const { code, stderr } = await setup(own, text, [], { env: { PATH: "/nowhere" } });
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

  it("ends at Ctrl-C, SIGTERM and a closed terminal while it waits for a pipe", async function () {
    if (process.platform === "win32") skip(this, "Windows has no such files");
    const pipe = join(mkdtempSync(join(tmpdir(), "pipecat-pipe-")), "pipe.env");
    execFileSync("mkfifo", [pipe]);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      const onStart = (child: ChildProcess): void => {
        child.stderr?.once("data", () => child.kill(signal));
      };
      const { code, stderr } = await runScript("setup-secrets", ["--env-file", pipe], { onStart });
      assert.equal(code, 130, stderr);
      assert.match(stderr, /\nerror: interrupted\n {2}→ run it again\n$/);
    }
  });

  it("names a .env file that does not exist", async () => {
    const { code, stderr } = await runScript("setup-secrets", ["--env-file", "nothing.env"]);
    assert.equal(code, 2);
    assert.match(stderr, /there is no readable file nothing\.env\n {2}→ cp \.env\.example \.env/);
  });
});

// twilioServer.ts replaces Twilio. The answers to Twilio's real test credentials were not tried.
describe("setup-secrets --check-live", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let twilio: TwilioServer;
  let env: Record<string, string>;

  beforeEach(async () => {
    twilio = new TwilioServer(own);
    env = { PATH: "/nowhere", TWILIO_BASE_URL: await twilio.start() };
  });
  afterEach(() => twilio.stop());

  it("asks for the number once with each pair, and for the account's primary token once", async () => {
    const { stdout } = await setup(own, own, ["--check-live"], { env });
    assert.match(
      stdout,
      /ok {4}TWILIO_ACCOUNT_SID \+ TWILIO_AUTH_TOKEN +Twilio accepts them; the number is the account's/,
    );
    assert.match(stdout, /ok {4}TWILIO_API_SID \+ TWILIO_API_SECRET +Twilio accepts them/);
    assert.equal(twilio.requests.length, 3);
    const ofNumber =
      /^GET \/2010-04-01\/Accounts\/AC\w+\/IncomingPhoneNumbers\.json\?PhoneNumber=%2B\d+&/;
    assert.equal(twilio.requests.filter((request) => ofNumber.test(request)).length, 2);
    const ofAccount = /^GET \/2010-04-01\/Accounts\/AC\w+\.json$/;
    assert.equal(twilio.requests.filter((request) => ofAccount.test(request)).length, 1);
  });

  it("stops at credentials that Twilio does not accept", async () => {
    const wrong = { ...own, TWILIO_API_SECRET: newCredentials().TWILIO_API_SECRET };
    const { code, stdout } = await setup(own, wrong, ["--check-live"], { env });
    assert.equal(code, 1);
    assert.match(
      stdout,
      /FAIL {2}TWILIO_API_SID \+ TWILIO_API_SECRET +Twilio does not accept TWILIO_API_SID and TWILIO_API_SECRET/,
    );
    assert.match(stdout, /nothing was changed\.\n$/);

    const other = newCredentials().TWILIO_PHONE_NUMBER;
    const foreign = await setup(own, { ...own, TWILIO_PHONE_NUMBER: other }, ["--check-live"], {
      env,
    });
    assert.equal(foreign.code, 1);
    assert.match(
      foreign.stdout,
      /FAIL {2}TWILIO_ACCOUNT_SID \+ TWILIO_AUTH_TOKEN +TWILIO_PHONE_NUMBER \(\+… 12 characters\) is not a number of TWILIO_ACCOUNT_SID/,
    );

    twilio.testCredentials = true;
    const test = await setup(own, own, ["--check-live"], { env });
    assert.equal(test.code, 1);
    assert.match(test.stdout, /these are Twilio's test credentials: Twilio answers 403/);
  });
});
