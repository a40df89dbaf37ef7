import assert from "node:assert/strict";
import { pulumiError } from "../../../scripts/stack/pulumiErrors";

const FAILED = "code: 1\n stdout: \n stderr: error: ";

// The texts are those of Pulumi's CLI 3.270. test/emulator/secret/wrongProject.test.ts provokes some of them with the real CLI.
describe("pulumiError", () => {
  it("names the stack's config file if the fault is in this file", () => {
    for (const [text, expected] of [
      [
        "invalid YAML file: yaml: line 1: did not find expected ',' or ']'",
        /is not valid: it must/,
      ],
      ["expected project to be an object, was '[]interface {}'", /is not valid: it must/],
      ["malformed state value", /cannot be decrypted: .* encryptionsalt$/],
      [
        "could not decrypt configuration values: cipher: message authentication failed",
        /decrypted/,
      ],
      ["open /x/Pulumi.dev.yaml: operation not permitted", /cannot be read or written$/],
      ["open /x/Pulumi.dev.yaml: permission denied", /cannot be read or written$/],
      ["open /x/Pulumi.dev.yaml: read-only file system", /cannot be read or written$/],
      ["read /x/Pulumi.dev.yaml: is a directory", /cannot be read or written$/],
      [
        "backend vm does not support environments; Pulumi ESC environments require the Pulumi Cloud backend",
        /imports a Pulumi ESC environment/,
      ],
    ] as const) {
      const error = pulumiError(new Error(`${FAILED}${text}`), "reading", "organization/p/dev");
      assert.equal(error.exitCode, 2, text);
      assert.match(error.message, /\bPulumi\.dev\.yaml\b/, text);
      assert.match(error.message, expected);
      assert.match(error.fix ?? "", /\bPulumi\.dev\.yaml\b/);
    }
  });

  it("does not accept a name with another organization as a stack's name", () => {
    const text = `${FAILED}organization name must be 'organization'`;
    const { exitCode, message } = pulumiError(new Error(text), "reading", "org/project/x");
    assert.deepEqual([exitCode, message], [2, "this is not a valid stack name"]);
  });

  it("quotes no part of an unknown text", () => {
    const { message, fix } = pulumiError(
      new Error("command line"),
      "pulumi up",
      "dev",
      "see above",
    );
    assert.deepEqual([message, fix], ["Pulumi's CLI failed at pulumi up", "see above"]);
  });
});
