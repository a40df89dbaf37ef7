import assert from "node:assert/strict";
import fc from "fast-check";
import { requireHarmless, requireHarmlessVariables } from "../../../scripts/pulumi/harmless";
import { goBoolean, goInteger } from "../../../scripts/pulumi/goValues";
import type { CliCommand } from "../../../scripts/pulumi/cliOptions";
import { newCredentials } from "../../support/twilio/twilioCredentials";

function refusal(command: CliCommand, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  try {
    requireHarmless(command, args, env);
  } catch (error) {
    return error;
  }
  return undefined;
}

function assertRefused(command: CliCommand, args: readonly string[], why: RegExp): void {
  const error = refusal(command, args);
  assert.ok(error instanceof Error, `${args.join(" ")} is refused`);
  assert.match(error.message, why);
  assert.equal(Reflect.get(error, "exitCode"), 2);
}

// Does not run the CLI: test/engine/policy/leakingOptions.test.ts shows what the CLI does with these options.
describe("The options that are passed on to Pulumi's CLI", () => {
  it("set no log level at which the CLI logs credentials, in any spelling that the CLI reads", () => {
    for (const args of [
      ["-v=9"],
      ["-v", "11"],
      ["-v9"],
      ["-dv9"],
      ["-jv9"],
      ["-jdv=9"],
      ["-v=+9"],
      ["--verbose=0xb"],
      ["-v=0o13"],
      ["-v013"],
      ["--verbose", "0b1001"],
      ["--verbose=1_1"],
      ["--stack", "dev", "--verbose=10"],
    ]) {
      assertRefused("preview", args, /--verbose: a log of level 9 or more/);
    }
    assertRefused("preview", ["-v=nine"], /--verbose: a whole number is expected/);
  });

  it("write no calls, memory or secrets to a file or an address", () => {
    assertRefused("up", ["--tracing=file:./t.trace"], /--tracing: the trace holds every call/);
    assertRefused("up", ["--tracing", "file:./t.trace"], /--tracing/);
    assertRefused("preview", ["--show-secrets"], /--show-secrets: it prints secret values/);
    assertRefused("preview", ["--show-secrets=T"], /--show-secrets/);
    assertRefused("destroy", ["--profiling", "p"], /--profiling/);
    assertRefused("up", ["--attach-debugger"], /--attach-debugger/);
    assertRefused("up", ["--neo"], /--neo/);
  });

  it("cannot bypass the checks before an update", () => {
    for (const args of [["--skip-preview"], ["-f"], ["-yf"], ["-fy"], ["--skip-preview=1"]]) {
      assertRefused(
        "up",
        args,
        /--skip-preview: without a preview, the rules over the whole plan run only/,
      );
    }
    assertRefused("up", ["--remote"], /--remote/);
    assert.deepEqual(requireHarmless("destroy", ["-yf"], {}).args, ["--yes", "--skip-preview"]);
  });

  it("are all known, and every argument belongs to an option", () => {
    assertRefused("up", ["--future-option"], /--future-option is not among the options/);
    assertRefused("preview", ["-z"], /-z is not among the options/);
    assertRefused("preview", ["-y"], /-y is not among the options/);
    assertRefused("up", ["https://example.com/template"], /an argument that belongs to no option/);
    assertRefused("up", ["--", "--yes"], /an argument that belongs to no option/);
    assertRefused("up", ["--stack"], /--stack needs a value/);
    assertRefused("up", ["--yes=perhaps"], /--yes: true or false is expected/);
  });

  it("are all reported at once if they are refused, with the CLI's own command for those who want them", () => {
    const error = refusal("up", ["--stack", "dev", "--skip-preview", "--show-secrets"], {
      PULUMI_OPTION_TRACING: "file:///t",
    });
    assert.ok(error instanceof Error);
    assert.match(error.message, /--skip-preview:.*\n.*--show-secrets:.*\n.*PULUMI_OPTION_TRACING:/);
    assert.match(
      String(Reflect.get(error, "fix")),
      /^leave it out, and unset PULUMI_OPTION_TRACING; .*pulumi up --policy-pack policy --stack dev --skip-preview --show-secrets$/,
    );
    const ofVariable = refusal("preview", [], { PULUMI_OPTION_VERBOSE: "9" });
    assert.ok(ofVariable instanceof Error);
    assert.match(String(Reflect.get(ofVariable, "fix")), /^unset PULUMI_OPTION_VERBOSE; /);
  });

  it("hold no credential, and the refusal does not repeat it", () => {
    const { TWILIO_AUTH_TOKEN: token } = newCredentials();
    for (const args of [
      ["--message", token],
      ["--config", `twilioAuthToken=${token}`],
      [`--${token}`],
      [token],
    ]) {
      const error = refusal("up", args);
      assert.ok(error instanceof Error);
      const told = `${error.message} ${String(Reflect.get(error, "fix"))}`;
      assert.ok(!told.includes(token), "it is not repeated");
    }
  });

  it("reach the CLI in one form, which it can read in one way only", () => {
    const typed = ["-dv", "8", "-s", "dev", "--target", "a", "-t=b", "-r", "-p0x4", "--diff=F"];
    const { args, valueOf } = requireHarmless("up", typed, {});
    assert.deepEqual(args, [
      "--debug",
      "--verbose=8",
      "--stack=dev",
      "--target=a",
      "--target=b",
      "--refresh",
      "--parallel=4",
      "--diff=false",
    ]);
    assert.equal(valueOf("stack"), "dev");
    assert.equal(valueOf("target"), "b");
    assert.deepEqual(requireHarmless("up", args, {}).args, args, "and stay as they are");
  });
});

describe("The environment variables of Pulumi's CLI", () => {
  it("are known, and cannot set an option that is refused", () => {
    for (const env of [
      { PULUMI_OPTION_VERBOSE: "11" },
      { PULUMI_OPTION_VERBOSE: "0xb" },
      { PULUMI_OPTION_TRACING: "file:///tmp/t" },
      { PULUMI_OPTION_SHOW_SECRETS: "TRUE" },
      { PULUMI_OPTION_SKIP_PREVIEW: "1" },
      { PULUMI_OPTION_FUTURE_OPTION: "x" },
      { PULUMI_DEBUG_GRPC: "calls.json" },
      { PULUMI_LOG_OTLP_ENDPOINT: "127.0.0.1:4317" },
      { PULUMI_NEO: "true" },
      { PULUMI_FUTURE: "x" },
    ]) {
      const [name = ""] = Object.keys(env);
      const isTold = { exitCode: 2, message: new RegExp(`${name}: .`), fix: `unset ${name}` };
      assert.throws(() => {
        requireHarmlessVariables(env);
      }, isTold);
    }
  });

  it("are accepted if they are harmless", () => {
    requireHarmlessVariables({
      PATH: "/bin",
      PULUMI_ACCESS_TOKEN: "x",
      PULUMI_CONFIG_PASSPHRASE_FILE: "p",
      PULUMI_OPTION_POLICY_PACK: "policy",
      PULUMI_OPTION_SHOW_SECRETS: "false",
      PULUMI_OPTION_VERBOSE: "8",
      PULUMI_OPTION_TRACING: "",
      PULUMI_NEO: "0",
    });
  });
});

describe("Go's numbers and truth values", () => {
  it("are read as strconv reads them", () => {
    for (const [text, value] of [
      ["0", 0],
      ["-0", -0],
      ["08", undefined],
      ["0x", undefined],
      ["1e1", undefined],
      ["", undefined],
      ["0B11", 3],
      ["-0O17", -15],
    ] as const) {
      assert.equal(goInteger(text), value, text);
    }
    assert.equal(goBoolean("True"), true);
    assert.equal(goBoolean("yes"), undefined);
  });

  it("are the same after they are written and read in every base", () => {
    fc.assert(
      fc.property(fc.nat(), (number) => {
        for (const [prefix, base] of [
          ["", 10],
          ["0x", 16],
          ["0o", 8],
          ["0b", 2],
          ["+0X", 16],
        ] as const) {
          assert.equal(goInteger(`${prefix}${number.toString(base)}`), number);
        }
      }),
    );
  });
});
