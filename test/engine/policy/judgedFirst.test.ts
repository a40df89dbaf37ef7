import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { envText } from "../../support/scripts/setupSecrets";
import type { EngineStack } from "../support/engineStack";
import { useLab } from "../support/lab";
import { leaksIn } from "../support/leaks";
import { editProject } from "../support/project";

const SECRET_TOKEN = 'new pulumi.Config().requireSecret("twilioAuthToken")';

const CLEAN = "export const secretArn =";
const LEAKING = `export const oops = pulumi.unsecret(${SECRET_TOKEN});\n${CLEAN}`;

/** An address at which no AWS answers, so that the scripts' requests after an update fail at once. */
const NO_AWS = {
  AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
};

// Shows that the policies stop an update before it makes anything. The stack's name is dev, so that the pack treats it as a development
// stack without further config.
describe("An update of a program that shows a credential in plaintext, on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();
  let stack: EngineStack;

  before(async () => {
    stack = await lab().stack("dev");
    editProject(stack.folder, "index.ts", { [CLEAN]: LEAKING });
  });

  it("is stopped by npm run up before anything is made", async () => {
    const { code, output } = await stack.npm(["up", "--yes"], NO_AWS);
    assert.notEqual(code, 0);
    assert.match(
      output,
      /\[mandatory\].*credential-in-outputs|credential-in-outputs.*\[mandatory\]/s,
    );
    await assertNothingMade(output);
  });

  it("is stopped by setup-secrets --up before anything is made", async () => {
    writeFileSync(join(stack.folder, ".env"), envText(stack.credentials));
    const { code, output } = await stack.script("setup-secrets", ["--up"], NO_AWS);
    assert.equal(code, 1, output);
    assert.match(output, /error: Pulumi's CLI failed at pulumi preview: nothing was deployed\n/);
    await assertNothingMade(output);
  });

  it("is not started if an option or a variable skips the preview", async () => {
    for (const [args, env] of [
      [["up", "--yes", "--skip-preview"], {}],
      [["up", "-yf"], {}],
      [["up", "--yes"], { PULUMI_OPTION_SKIP_PREVIEW: "true" }],
    ] as const) {
      const { code, output } = await stack.npm(args, { ...NO_AWS, ...env });
      assert.equal(code, 2, output);
      assert.match(
        output,
        /without a preview, the rules over the whole plan run only after the update/,
      );
    }
    await assertNothingMade("");
  });

  it("is stopped by Pulumi's CLI itself if PULUMI_OPTION_POLICY_PACK names the pack", async () => {
    const env = { PULUMI_OPTION_POLICY_PACK: join(stack.folder, "policy") };
    for (const args of [["preview"], ["up", "--yes"]]) {
      const { code, output } = await stack.start(args, "", env).result;
      assert.equal(code, 1, output);
      assert.match(output, /credential-in-outputs/);
      await assertNothingMade(output);
    }
  });

  it("is previewed once and then carried out when the credential is secret again", async () => {
    editProject(stack.folder, "index.ts", { [LEAKING]: CLEAN });
    const { code, output } = await stack.npm(["up", "--yes"], NO_AWS);
    assert.equal(code, 0, output);
    assert.equal(output.match(/^Previewing update/gm)?.length, 1);
    assert.equal(output.match(/^Updating/gm)?.length, 1);
    assert.deepEqual(leaksIn(output, stack.credentials), []);
  });

  async function assertNothingMade(output: string): Promise<void> {
    assert.deepEqual(leaksIn(output, stack.credentials), [], "no line holds it");
    assert.deepEqual(lab().things(stack), [], "AWS was asked for nothing");
    const state = await stack.pulumi(["stack", "export"]);
    assert.deepEqual(leaksIn(state, stack.credentials), [], "the state holds no plain value");
  }
});
