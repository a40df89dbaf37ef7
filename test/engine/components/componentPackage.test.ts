import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { dump } from "js-yaml";
import { CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import { isRecord } from "../../../offline/engine/wire";
import { onPath } from "../../../scripts/terminal/process/onPath";
import { installPacked } from "../../packages/packed";
import { type PythonTools, virtualEnvironment } from "../../support/python/virtualEnvironment";
import { temporaryFolder } from "../../support/temporaryFolder";
import { type SimulatedProviders, startProviders } from "../simulated-aws/providers";
import { cliEnv, type CommandResult, startPulumi } from "../support/cli";
import { skip, skipWithoutCli } from "../../support/skip";
import { leaksIn } from "../support/leaks";

const ROOT = resolve(__dirname, "../../..");
const SHOP = join(__dirname, "shop");

// Runs a Python program with the package as a plugin, which the engine starts from its source, and with the pack from its tarball. The
// program uses only Pulumi's SDK. Does not show that `pulumi package add` makes a Python SDK.
describe("The component package in a Python program on the real engine", function () {
  this.timeout(300_000);
  const credentials = sampleCredentials();
  let providers: SimulatedProviders | undefined;
  let project: string;
  let env: Record<string, string>;

  before(async function () {
    skipWithoutCli(this);
    const python = await pythonSdk();
    if ("missing" in python || onPath("pulumi-language-python", process.env) === undefined) {
      skip(this, "no pulumi-language-python on the PATH, which comes with the CLI, or no Python");
    }
    project = installPacked("policy");
    for (const part of ["account", "backend", "home"]) mkdirSync(join(project, part));
    cpSync(SHOP, project, { recursive: true });
    writeFileSync(join(project, "Pulumi.yaml"), projectFile(python.bin));
    providers = await startProviders(join(project, "account"));
    env = {
      ...cliEnv(),
      ...providers.env,
      PULUMI_BACKEND_URL: `file://${join(project, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url"),
      PULUMI_HOME: join(project, "home"),
    };
    await succeeds(["stack", "init", "dev"]);
    await succeeds(["config", "set", "aws:region", "eu-north-1"]);
    for (const { configKey, name } of CREDENTIALS) {
      await succeeds(["config", "set", "--secret", configKey], credentials[name]);
    }
  });
  after(() => providers?.stop());

  it("passes the policies on a first preview", async () => {
    await succeeds(["config", "set", "upstream", "https://shop.lab.internal"]);
    const { code, output } = await preview();
    assert.equal(code, 0, output);
    assert.match(output, /pipecat:index:TwilioSecret +twilio/);
    assert.match(output, /aws:ecs:TaskDefinition +shop-definition/);
    assert.doesNotMatch(output, /\[(mandatory|advisory)\]/);
    assert.deepEqual(leaksIn(output, credentials), []);
  });

  it("is refused on a first preview if one of its plaintext settings is a credential", async () => {
    await succeeds(["config", "set", "upstream"], credentials.TWILIO_AUTH_TOKEN);
    const { code, output } = await preview();
    assert.notEqual(code, 0, output);
    assert.match(output, /\[mandatory\].* own-credential-in-plain/);
    assert.match(output, /setting UPSTREAM/);
    assert.deepEqual(leaksIn(output, credentials), []);
  });

  function preview(): Promise<CommandResult> {
    return run(["preview", "--policy-pack", "node_modules/pipecat-twilio-policy"]);
  }

  function run(args: readonly string[], input = ""): Promise<CommandResult> {
    return startPulumi([...args, "--non-interactive"], { cwd: project, env, input }).result;
  }

  async function succeeds(args: readonly string[], input?: string): Promise<void> {
    const { code, output } = await run(args, input);
    assert.equal(code, 0, output);
  }
});

// Shows the schema of the package in this repository. Before the CLI asks for the schema, it installs the dependencies of the plugin's
// folder. They are already there, so npm changes nothing. In another project, the CLI also downloads the AWS plugin: not shown here.
describe("pulumi package get-schema of the component package", function () {
  this.timeout(180_000);
  before(function () {
    skipWithoutCli(this);
  });

  it("prints the schema that SDKs in other languages are made from", async () => {
    const home = temporaryFolder("pulumi-home");
    const npm = { npm_config_dry_run: "true", npm_config_offline: "true" };
    const { code, output } = await startPulumi(
      ["package", "get-schema", join(ROOT, "components"), "--non-interactive"],
      { cwd: home, env: { ...cliEnv(), ...npm, PULUMI_HOME: home } },
    ).result;
    assert.equal(code, 0, output);
    const schema: unknown = JSON.parse(output.slice(output.indexOf("{")));
    assert.ok(isRecord(schema) && isRecord(schema["resources"]));
    assert.equal(schema["name"], "pipecat");
    assert.deepEqual(Object.keys(schema["resources"]).sort(), [
      "pipecat:index:GuardedTaskDefinition",
      "pipecat:index:TwilioSecret",
    ]);
  });
});

function projectFile(pythonBin: string): string {
  return dump({
    name: "shop",
    runtime: { name: "python", options: { virtualenv: join(pythonBin, "..") } },
    plugins: { providers: [{ name: "pipecat", path: join(ROOT, "components") }] },
  });
}

function pythonSdk(): Promise<PythonTools> {
  const requirements = join(SHOP, "requirements.txt");
  return virtualEnvironment({
    name: "pulumi-python",
    pythons: ["python3", "python3.13", "python3.12", "python3.11"],
    leastMinor: 10,
    installs: [["-r", requirements]],
    requirements: [requirements],
  });
}
