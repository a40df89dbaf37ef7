import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { findPulumiCli } from "../../scripts/lib/pulumiCli";
import {
  clientsOf,
  emulatorsOrSkip,
  makeSecret,
  registerTask,
  valueFroms,
  type MadeSecret,
} from "../support/awsLab";
import { startMoto, type Emulator } from "../support/emulators";
import { runScript, SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../support/script";
import { makeStackProject, type StackProject } from "../support/stackProject";
import { assertNoCredential, newCredentials } from "../support/twilioCredentials";

const own = newCredentials();

// The real CLI, engine and policy pack; the program makes no resource, it only exports what the phone service exports.
describe("setup-secrets --up, and the scripts on a deployed stack", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let moto: Emulator | undefined;
  let project: StackProject;
  let secret: MadeSecret;

  before(async function () {
    if (findPulumiCli(process.env) === undefined) {
      process.stderr.write("    skipped, no Pulumi CLI: npx pulumi version downloads one\n");
      this.skip();
    }
    moto = await emulatorsOrSkip(this, startMoto);
    const clients = clientsOf(moto);
    secret = await makeSecret(clients, "pipecat/deployed", own);
    const taskDefinitionArn = await registerTask(clients, "deployed", valueFroms(secret));
    project = await makeStackProject({ secretArn: secret.arn, taskDefinitionArn });
    const lines = Object.entries(own).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(project.folder, ".env"), lines.join(""));
  });
  after(() => moto?.stop());

  async function run(script: string, ...args: readonly string[]): Promise<ScriptResult> {
    const result = await runScript(script, args, {
      cwd: project.folder,
      env: { ...project.env, AWS_ENDPOINT_URL: moto?.url ?? "" },
    });
    assertNoCredential(result.stdout + result.stderr, own);
    return result;
  }

  it("says when a stack has never been deployed", async () => {
    const { code, stderr } = await run("test-twilio-secret", "--stack", "dev");
    assert.equal(code, 2);
    assert.match(
      stderr,
      /error: the stack dev has no output secretArn: it may never have been deployed\n {2}→ npm run up -- --stack dev/,
    );
  }).timeout(60_000);

  it("writes the config, deploys with the policy pack and checks the secret", async () => {
    const { code, stdout, stderr } = await run("setup-secrets", "--up");
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /note {2}TWILIO_AUTH_TOKEN +new/);
    assert.match(stdout, /\npulumi up --stack dev --policy-pack policy\n/);
    assert.match(stdout, /Policies:\n/);
    assert.match(
      stdout,
      new RegExp(`ok {4}version +${secret.versionId}, the one that deployed:1 names`),
    );
    assert.match(stdout, /Deployed, and the secret is sound\.\n$/);
  }).timeout(240_000);

  it("finds everything else by the stack's outputs, in the secret's region", async () => {
    const { code, stdout } = await run("test-twilio-secret", "--json");
    assert.equal(code, 0);
    const object: unknown = JSON.parse(stdout);
    assert.ok(typeof object === "object" && object !== null);
    assert.equal(Reflect.get(object, "stack"), "pipecat-phone-service/dev");
    assert.equal(Reflect.get(object, "region"), "eu-north-1");
  }).timeout(60_000);
});
