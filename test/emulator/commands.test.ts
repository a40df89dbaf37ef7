import assert from "node:assert/strict";
import { join } from "node:path";
import { toolsOrSkip } from "../support/emulator/pythonTools";
import { runScript, SCRIPTS_TIMEOUT_MS } from "../support/scripts/script";
import { newCredentials } from "../support/twilio/twilioCredentials";

const SCRIPTS = [
  "setup-secrets",
  "test-twilio-secret",
  "test-ecs-secret-access",
  "configure-webhook",
  "test-webhook",
  "who-read",
];

// Starts each script with --help, with wrong arguments, or with an endpoint that nobody listens on. No script reaches an account.
describe("Every script", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  for (const script of SCRIPTS) {
    it(`${script} has --help, the common options and exit code 2 for wrong use`, async () => {
      const [help, typo] = await Promise.all([
        runScript(script, ["--help"]),
        runScript(script, ["--stakc", "dev"]),
      ]);
      const { code, stdout, stderr } = help;
      assert.equal(code, 0);
      assert.equal(stderr, "");
      assert.match(stdout, new RegExp(`\\nUsage: npm run ${script} -- \\[options\\]\\n`));
      for (const option of ["stack NAME", "region REGION", "json", "help"]) {
        assert.match(stdout, new RegExp(`\\n  --${option}  `));
      }
      assert.match(stdout, /\nExit code: 0 fine, 1 .*, 2 .*, 130 interrupted\.\n$/);

      assert.equal(typo.code, 2);
      assert.equal(
        typo.stderr,
        "error: unknown option --stakc: did you mean --stack?\n  → see --help\n",
      );
    });
  }

  it("accepts no credential as an argument, and refuses to start if requests would be logged", async () => {
    const { TWILIO_AUTH_TOKEN } = newCredentials();
    const leak = await runScript("test-webhook", ["--json", "--stack", TWILIO_AUTH_TOKEN]);
    assert.equal(leak.code, 2);
    assert.ok(!`${leak.stdout}${leak.stderr}`.includes(TWILIO_AUTH_TOKEN));
    assert.match(
      leak.stdout,
      /^\{"command":"[a-z-]+","schemaVersion":1,"checks":\[\],"ok":false,"error":".*\}\n$/,
    );

    for (const [name, value] of [
      ["NODE_DEBUG", "http"],
      ["PULUMI_DEBUG_GRPC", "calls.json"],
    ] as const) {
      const { code, stderr } = await runScript("setup-secrets", [], { env: { [name]: value } });
      assert.equal(code, 2);
      assert.match(
        stderr,
        new RegExp(`^error: ${name} would write down .*\\n {2}→ unset ${name}\\n$`),
      );
    }
  });
});

/** Escape character, which begins a control sequence of a terminal. */
const ESCAPE = String.fromCharCode(27);
const CURSOR_OFF_AND_TEXT = new RegExp(`${ESCAPE}\\[\\?25l.*Asking AWS who is calling`, "s");
const CLEARED_AND_ERROR = new RegExp(
  `${ESCAPE}\\[0K.*${ESCAPE}\\[\\?25h.*${ESCAPE}\\[31merror:${ESCAPE}\\[39m cannot reach`,
  "s",
);

describe("Progress", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  const args = ["--secret-id", "pipecat/x", "--region", "eu-north-1"];
  const env = { AWS_ENDPOINT_URL: "http://127.0.0.1:9" };

  it("is plain lines on stderr if stderr is a pipe", async () => {
    const { stdout, stderr } = await runScript("test-twilio-secret", args, { env });
    assert.equal(stdout, "");
    assert.match(stderr, /^- Asking AWS who is calling\nerror: cannot reach /);
    assert.ok(!stderr.includes(ESCAPE));
  });

  it("is a spinner on a terminal, which is erased at the end, and plain lines on a terminal without columns", async function () {
    const { bin } = await toolsOrSkip(this);
    const python = join(bin, "python");
    const shownAt = async (columns: number): Promise<string> => {
      const terminal = { python, columns };
      const given = { env: { ...env, TERM: "xterm" }, terminal };
      const { code, stdout } = await runScript("test-twilio-secret", args, given);
      assert.equal(code, 1);
      return stdout;
    };
    const wide = await shownAt(80);
    assert.match(wide, CURSOR_OFF_AND_TEXT);
    assert.match(wide, CLEARED_AND_ERROR);
    assert.match(await shownAt(0), /^- Asking AWS who is calling\r\n/);
  });
});
