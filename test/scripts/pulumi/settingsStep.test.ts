import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { dump } from "js-yaml";
import { requireHarmless } from "../../../scripts/pulumi/harmless";
import { refuseWrongTypes } from "../../../scripts/pulumi/steps/settingsStep";
import { stackOf } from "../../../scripts/pulumi/stackOf";
import { readStackSettings } from "../../../scripts/stack/stackSettings";
import { temporaryFolder } from "../../support/temporaryFolder";

const ROOT = resolve(__dirname, "../../..");
const NAMESPACE = "pipecat-phone-service";
const ENCRYPTED = ["AccountSid", "AuthToken", "PhoneNumber", "ApiSid", "ApiSecret"].map(
  (key) => [`${NAMESPACE}:twilio${key}`, { secure: "v1:x" }] as const,
);

// Does not run the CLI, so it does not show which settings the CLI itself refuses.
describe("Settings that Pulumi's own check would refuse", () => {
  it("stop a run and are all reported at once, each with a command that works as it is printed", async () => {
    const error = await refusal({ cpu: "abc", waf: "perhaps", environment: "A=1" });
    assert.match(error, /cpu must be of type integer: npx pulumi config set cpu '\d+' sets/);
    assert.match(error, /waf must be of type boolean: npx pulumi config set waf 'false' sets/);
    assert.match(error, /environment must be of type object: npx pulumi config rm environment/);
    assert.doesNotMatch(error, /[<>]/, "no angle bracket, which a shell takes for a redirection");
  });

  it("do not occur in the dev stack, whose credentials are encrypted", async () => {
    assert.equal(await refusal({}), "");
    assert.match(await refusal({}, []), /twilioAuthToken is missing: npm run setup-secrets/);
  });

  it("are left to the CLI if an ESC environment or the command line sets some", async () => {
    assert.equal(await refusal({ cpu: "abc" }, ENCRYPTED, { environment: ["base"] }), "");
    assert.equal(await refusal({ cpu: "abc" }, ENCRYPTED, {}, ["--config", "cpu=1024"]), "");
  });
});

/** Message of the step for the dev stack with these settings; "" if the run continues. */
async function refusal(
  settings: Readonly<Record<string, unknown>>,
  credentials: readonly (readonly [string, unknown])[] = ENCRYPTED,
  more: Readonly<Record<string, unknown>> = {},
  args: readonly string[] = [],
): Promise<string> {
  const folder = temporaryFolder("settings");
  for (const part of ["Pulumi.yaml", "Pulumi.dev.yaml", "index.ts"]) {
    cpSync(join(ROOT, part), join(folder, part));
  }
  const config = {
    ...readStackSettings(folder, "dev")?.config,
    ...Object.fromEntries(Object.entries(settings).map(([k, v]) => [`${NAMESPACE}:${k}`, v])),
    ...Object.fromEntries(credentials),
  };
  writeFileSync(join(folder, "Pulumi.dev.yaml"), dump({ config, ...more }));
  const given = requireHarmless("preview", ["--stack=dev", `--cwd=${folder}`, ...args], {});
  const cli = "no-cli-is-needed";
  try {
    await refuseWrongTypes({
      command: "preview",
      cli,
      arguments: given,
      env: {},
      ...stackOf(cli, {}, given),
    });
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
