import { isCredential } from "../../../infra/credentials/twilioCredentials";
import assert from "node:assert/strict";
import { COMMON_OPTIONS, readOptions } from "../../../scripts/terminal/options";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const SPECS = { ...COMMON_OPTIONS, "dry-run": { type: "boolean", description: "" } } as const;

function refusal(...args: readonly string[]): string {
  try {
    readOptions(args, SPECS, isCredential);
  } catch (error) {
    assert.ok(error instanceof ScriptError);
    assert.equal(error.exitCode, 2);
    return error.message;
  }
  return assert.fail("accepted");
}

// Reads lists of arguments. test/emulator/commands.test.ts passes arguments to the scripts.
describe("readOptions", () => {
  it("reads both forms of a value, and switches", () => {
    const options = readOptions(
      ["--stack", "dev", "--region=eu-north-1", "--dry-run"],
      SPECS,
      isCredential,
    );
    assert.equal(options.text("stack"), "dev");
    assert.equal(options.text("region"), "eu-north-1");
    assert.equal(options.flag("dry-run"), true);
    assert.equal(options.flag("json"), false);
    assert.equal(readOptions(["-h"], SPECS, isCredential).flag("help"), true);
  });

  it("accepts one value for an option, and several values if the option may be repeated", () => {
    const message = "--stack is given more than once";
    assert.equal(refusal("--stack=a", "--stack", "b"), message);
    const config = { type: "string", repeatable: true, description: "" } as const;
    const options = readOptions(
      ["--config", "a=1", "--config=b=2"],
      { ...SPECS, config },
      isCredential,
    );
    assert.deepEqual(options.texts("config"), ["a=1", "b=2"]);
  });

  it("names the nearest option, a missing value, and a switch with a value", () => {
    assert.equal(refusal("--stakc", "dev"), "unknown option --stakc: did you mean --stack?");
    const near = { type: "boolean", description: "" } as const;
    assert.throws(
      () => readOptions(["--stuck"], { stub: near, stack: near, up: near }, isCredential),
      /unknown option --stuck: did you mean --stack\?/,
    );
    for (const short of ["-u", "-n", "--y", "--pu"]) {
      assert.throws(
        () => readOptions([short], { up: near }, isCredential),
        /^ScriptError: unknown option --\w+$/,
      );
    }
    assert.equal(refusal("--stack"), "--stack needs a value: --stack NAME");
    assert.equal(refusal("--stack", "--json"), "--stack needs a value: --stack NAME");
    assert.equal(refusal("--stack="), "--stack needs a value: --stack NAME");
    assert.equal(refusal("--dry-run=yes"), "--dry-run is a switch and takes no value");
  });

  it("shows nothing that could be a credential", () => {
    assert.equal(refusal("s3cr3tv4lue"), "argument 1 belongs to no option");
    assert.equal(refusal("--json", "word"), "argument 2 belongs to no option");
    assert.equal(refusal("--0123456789abcdef"), "unknown option");
    assert.equal(refusal("-x"), "unknown option --x");
    for (const value of Object.values(newCredentials())) {
      assert.match(
        refusal("--stack", value),
        /^the value of --stack looks like a credential: do not/,
      );
    }
  });
});
