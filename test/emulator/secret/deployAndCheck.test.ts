import { UpdateSecretCommand } from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { emulatorsOrSkip } from "../../support/emulator/awsLab";
import { startPhoneLab, type PhoneLab } from "../../support/emulator/phoneLab";
import { SCRIPTS_TIMEOUT_MS } from "../../support/scripts/script";
import {
  blocksOf,
  DOCUMENTS,
  runOnLab,
  shownRuns,
  withoutVaryingParts,
} from "../../support/scripts/shownRuns";
import type { ShownRuns } from "../../support/scripts/shownRuns";
import { newCredentials } from "../../support/twilio/twilioCredentials";
import { skipWithoutCli } from "../../support/skip";

const own = newCredentials();

// CLI, engine and policy pack are real. The program makes no resource: it only exports the outputs of a phone service.
describe("setup-secrets --up, and the scripts on a deployed stack", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let lab: PhoneLab | undefined;
  let runs: ShownRuns;

  before(async function () {
    skipWithoutCli(this);
    lab = await emulatorsOrSkip(this, () => startPhoneLab(own));
    const early = await runOnLab(lab, own, "test-twilio-secret", ["--stack", "dev"]);
    assert.equal(early.code, 2);
    assert.match(
      early.stderr,
      /error: the stack dev has no output secretArn: it may never have been deployed\n {2}→ npm run up -- --stack dev/,
    );
    runs = await shownRuns(lab, own);
  });
  after(() => lab?.stop());

  it("writes the config, deploys with the policy pack and checks the secret", () => {
    const { stdout } = runs.up;
    assert.match(stdout, /note {2}TWILIO_AUTH_TOKEN +new/);
    assert.match(stdout, /\npulumi up --stack dev --policy-pack policy\n/);
    assert.match(stdout, /Policies:\n/);
    const { versionId } = lab?.secret ?? assert.fail();
    const version = new RegExp(`ok {4}version +${versionId}, the one that pipecat-phone:1 names`);
    assert.match(stdout, version);
    assert.match(stdout, /Deployed, and the secret is valid\.\n$/);
  });

  for (const document of DOCUMENTS) {
    it(`prints what ${document} shows (if not: npx tsx test/emulator/record.ts)`, () => {
      const blocks = blocksOf(document);
      assert.ok(blocks.length >= 5);
      for (const [command, text] of blocks) {
        assert.equal(
          withoutVaryingParts(text),
          withoutVaryingParts(runs.shown.get(command) ?? `not run: ${command}`),
        );
      }
    });
  }

  it("fails if the secret is not valid after the deployment, in one JSON object with --json", async () => {
    assert.ok(lab !== undefined);
    const { TWILIO_API_SECRET, ...four } = own;
    const SecretString = JSON.stringify({ ...four, TWILIO_API_SECRET: `${TWILIO_API_SECRET}0` });
    const SecretId = lab.secret.arn;
    await lab.clients.secrets.send(new UpdateSecretCommand({ SecretId, SecretString }));
    const { code, stdout, stderr } = await runOnLab(lab, own, "setup-secrets", ["--up", "--json"]);
    assert.equal(code, 1);
    assert.equal(stderr, "");
    const object: unknown = JSON.parse(stdout);
    assert.ok(typeof object === "object" && object !== null && "checks" in object);
    assert.equal(Reflect.get(object, "ok"), false);
    assert.equal(Reflect.get(object, "verdict"), "Deployed, but the secret has problems: 2.");
    const checks = JSON.stringify(object.checks);
    assert.match(checks, /"TWILIO_AUTH_TOKEN","result":"ok","detail":"same /);
    assert.match(checks, /"TWILIO_API_SECRET","result":"fail","detail":"has 33 characters/);
    assert.match(checks, /"version","result":"fail","detail":"pipecat-phone:1 names /);
  });

  it("names the cause of a failed update and the next command, also with --json", async () => {
    assert.ok(lab !== undefined);
    const program = join(lab.project.folder, "index.js");
    const sound = readFileSync(program, "utf8");
    writeFileSync(program, 'console.error("the program says why"); process.exit(3);\n');
    const { code, stdout, stderr } = await runOnLab(lab, own, "setup-secrets", ["--up", "--json"]);
    writeFileSync(program, sound);
    assert.equal(code, 1);
    assert.match(stderr, /the program says why/);
    assert.match(
      stderr,
      /\nerror: Pulumi's CLI failed at pulumi preview: nothing was deployed\n {2}→ see its lines above\n$/,
    );
    const object: unknown = JSON.parse(stdout);
    assert.ok(typeof object === "object" && object !== null);
    const error = "Pulumi's CLI failed at pulumi preview: nothing was deployed";
    assert.equal(Reflect.get(object, "error"), error);
  });

  it("does not create a resource again that a killed update had begun to create", async () => {
    assert.ok(lab !== undefined);
    lab.project.beginCreation("aws:ecs/service:Service", "phone-service");
    const { code, stderr } = await runOnLab(lab, own, "setup-secrets", ["--up"]);
    assert.equal(code, 1);
    assert.match(stderr, /error: the last update was killed .*\n {2}phone-service \(aws:ecs/);
    assert.match(stderr, /→ look for it in AWS, .* refresh --stack dev --clear-pending-creates\n$/);
  });
});
