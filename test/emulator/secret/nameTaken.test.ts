import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteSecretCommand, TagResourceCommand } from "@aws-sdk/client-secrets-manager";
import {
  clientsOf,
  emulatorsOrSkip,
  makeSecret,
  REGION,
  type Clients,
} from "../../support/emulator/awsLab";
import { startMoto, type Emulator } from "../../support/emulator/emulators";
import { runScript, SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { setup } from "../../support/scripts/setupSecrets";
import { makeStackProject, type StackProject } from "../../support/scripts/stackProject";
import { newCredentials } from "../../support/twilio/twilioCredentials";
import { skipWithoutCli } from "../../support/skip";

// moto replaces AWS, because it keeps tags and the recovery window. Not run against AWS.
describe("The check of the secret's name before an update", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  const own = newCredentials();
  let moto: Emulator | undefined;
  let clients: Clients;
  let project: StackProject;
  let name = "";
  let cases = 0;

  before(async function () {
    skipWithoutCli(this);
    moto = await emulatorsOrSkip(this, startMoto);
    clients = clientsOf(moto);
    project = await makeStackProject();
    await setup(own, own, ["--stack", "dev"], { cwd: project.folder, env: environment() });
  });

  after(async () => {
    await moto?.stop();
  });

  beforeEach(async () => {
    cases += 1;
    name = `pipecat/name-${cases}-of-the-test`;
    await project.pulumi("config", "set", "--plaintext", "secretName", name, "--stack", "dev");
  });

  it("stops if another stack has the name, and the printed command helps", async () => {
    await makeTagged({ Project: "pipecat-phone-service", Stack: "prod" });
    for (const command of ["preview", "up"]) {
      const { code, stderr } = await run(command);
      assert.equal(code, 1, stderr);
      assert.match(
        stderr,
        /is taken in eu-north-1: by the stack prod of the project pipecat-phone/,
      );
      assert.ok(!stderr.includes("adopt-secret"), "another stack's secret is not to be taken over");
    }
    const fix = /→ (?:npx )?(pulumi config set .*) gives/.exec((await run("preview")).stderr)?.[1];
    assert.ok(fix !== undefined);
    execFileSync("sh", ["-c", fix], {
      cwd: project.folder,
      env: { ...process.env, ...project.env },
    });
    assert.match(project.configFile(), /secretName: pipecat\/dev-name-/);
    const again = await run("preview");
    assert.equal(again.code, 0, again.stdout + again.stderr);
  });

  it("stops if somebody made the secret by hand, and if this stack's state no longer holds it", async () => {
    await makeTagged({});
    const byHand = await run("up");
    assert.equal(byHand.code, 1);
    assert.match(byHand.stderr, /by a secret that no stack of this program made/);
    assert.match(
      byHand.stderr,
      /→ npm run adopt-secret -- --stack dev takes it into this stack; or/,
    );
    await tag({ Project: "pipecat-phone-service", Stack: "dev" });
    assert.match((await run("up")).stderr, /its tags say that this stack made it/);
  });

  it("stops if the secret is scheduled for deletion", async () => {
    await makeTagged({ Project: "pipecat-phone-service", Stack: "dev" });
    await clients.secrets.send(new DeleteSecretCommand({ SecretId: name }));
    const { code, stderr } = await run("up");
    assert.equal(code, 1);
    assert.match(stderr, /a secret that is scheduled for deletion keeps it/);
    assert.match(
      stderr,
      /→ npm run adopt-secret -- --stack dev --restore restores it for this stack; or /,
    );
  });

  it("continues if the config says that the stack takes the secret over, unless the secret was deleted in the meantime", async () => {
    const arn = await makeTagged({});
    await project.pulumi("config", "set", "--plaintext", "adoptSecret", arn, "--stack", "dev");
    const { code, stderr } = await run("preview");
    assert.deepEqual([code, stderr], [0, ""]);
    await clients.secrets.send(new DeleteSecretCommand({ SecretId: name }));
    assert.match((await run("preview")).stderr, /adopt-secret -- --stack dev --restore/);
    await project.pulumi("config", "rm", "adoptSecret", "--stack", "dev");
  });

  it("stops if another stack took the secret over after the config was prepared, and continues if this stack did", async () => {
    const arn = await makeTagged({ Project: "pipecat-phone-service", Stack: "prod" });
    await project.pulumi("config", "set", "--plaintext", "adoptSecret", arn, "--stack", "dev");
    const { code, stderr } = await run("up");
    assert.equal(code, 1, stderr);
    assert.match(stderr, /is taken in eu-north-1: by the stack prod of the project pipecat-phone/);
    assert.match(
      stderr,
      /→ (?:npx )?pulumi config rm adoptSecret --stack dev, and then (?:npx )?pulumi config set --plaintext secretName/,
    );
    await tag({ Stack: "dev" });
    const own = await run("preview");
    assert.deepEqual([own.code, own.stderr], [0, ""]);
    await project.pulumi("config", "rm", "adoptSecret", "--stack", "dev");
  });

  it("stops setup-secrets --up as well", async () => {
    await makeTagged({});
    const options = { cwd: project.folder, env: environment() };
    const { code, stderr } = await setup(own, own, ["--stack", "dev", "--up"], options);
    assert.equal(code, 1, stderr);
    assert.match(
      stderr,
      /error: the secret's name \S+ is taken in eu-north-1: by a secret that no/,
    );
  });

  it("continues if the name is free, if the secret is this stack's, and if AWS does not answer", async () => {
    const free = await run("preview");
    assert.deepEqual([free.code, free.stderr], [0, ""], free.stdout);
    const arn = await makeTagged({ Project: "pipecat-phone-service", Stack: "dev" });
    await putIntoState(arn);
    const mine = await run("preview");
    // The program has no secret. Without the AWS provider the engine cannot plan to delete the secret in the state. So the case only
    // shows that the engine was started.
    assert.equal(mine.stderr, "");
    assert.match(mine.stdout, /^Previewing update \(dev\)/);
    const silent = await run("preview", { AWS_ENDPOINT_URL: "http://127.0.0.1:9" });
    assert.match(silent.stdout, /^Previewing update \(dev\)/);
    assert.match(
      silent.stderr,
      /^note: it was not checked whether the secret's name \S+ is free: cannot reach/,
    );
  });

  function environment(): Record<string, string> {
    return { ...project.env, AWS_ENDPOINT_URL: moto?.url ?? "", AWS_REGION: REGION };
  }

  function run(command: string, env: Readonly<Record<string, string>> = {}): Promise<ScriptResult> {
    const args =
      command === "up" ? [command, "--yes", "--stack", "dev"] : [command, "--stack", "dev"];
    const options = { cwd: project.folder, env: { ...environment(), ...env } };
    return runScript("with-policy-pack", args, options);
  }

  async function makeTagged(tags: Readonly<Record<string, string>>): Promise<string> {
    const { arn } = await makeSecret(clients, name, own);
    await tag(tags);
    return arn;
  }

  async function tag(tags: Readonly<Record<string, string>>): Promise<void> {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    if (Tags.length > 0)
      await clients.secrets.send(new TagResourceCommand({ SecretId: name, Tags }));
  }

  async function putIntoState(arn: string): Promise<void> {
    const type = "aws:secretsmanager/secret:Secret";
    const urn = `urn:pulumi:dev::pipecat-phone-service::${type}::twilio-secret`;
    const resource = {
      urn,
      type,
      custom: true,
      id: arn,
      inputs: {},
      outputs: {},
      retainOnDelete: true,
    };
    const file = join(project.folder, "state.json");
    const deployment = {
      manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
      resources: [resource],
    };
    writeFileSync(file, JSON.stringify({ version: 3, deployment }));
    await project.pulumi("stack", "import", "--file", file, "--stack", "dev");
  }
});
