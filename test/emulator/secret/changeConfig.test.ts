import assert from "node:assert/strict";
import { appendFileSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { changeConfig } from "../../../scripts/stack/changeConfig";
import { usePulumiCli } from "../../../scripts/stack/pulumiCli";
import type { Stack } from "../../../scripts/stack/stack";
import { SCRIPTS_TIMEOUT_MS } from "../../support/scripts/script";
import { makeStackProject, type StackProject } from "../../support/scripts/stackProject";
import { newCredentials } from "../../support/twilio/twilioCredentials";
import { skipWithoutCli } from "../../support/skip";

const PROJECT = "pipecat-phone-service";

// The CLI and the config file are real. Nothing is deployed.
describe("A change of the stack's config, with Pulumi's CLI", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let project: StackProject;
  let stack: Stack;

  before(async function () {
    skipWithoutCli(this);
    usePulumiCli();
    project = await makeStackProject();
    const workspace = await LocalWorkspace.create({
      workDir: project.folder,
      envVars: { ...project.env },
    });
    stack = { name: "dev", project: PROJECT, workspace };
  });

  it("stores secrets, settings and removals in one write, also a value of several lines, and keeps comments", async () => {
    const { TWILIO_AUTH_TOKEN } = newCredentials();
    await changeConfig(stack, { settings: { owner: "voice", domainName: "phone.example.com" } });
    const several = `${TWILIO_AUTH_TOKEN}\nand a line\n`;
    await changeConfig(stack, {
      secrets: { twilioAuthToken: TWILIO_AUTH_TOKEN, "extraSecret:KEY": several },
      settings: { owner: "calls" },
      removed: ["domainName"],
    });
    const config = await stack.workspace.getAllConfig("dev");
    assert.deepEqual(config[`${PROJECT}:twilioAuthToken`], {
      value: TWILIO_AUTH_TOKEN,
      secret: true,
    });
    assert.equal(config["extraSecret:KEY"]?.value, several);
    assert.deepEqual(config[`${PROJECT}:owner`], { value: "calls", secret: false });
    assert.ok(!project.configFile().includes("domainName"));
    assert.match(project.configFile(), /^# kept\n/);
    assert.ok(!project.configFile().includes(TWILIO_AUTH_TOKEN));
  });

  it("changes nothing if a part of the change fails, and leaves no copy of the file", async () => {
    const before = project.configFile();
    const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith("pulumi-config-"));
    const present = copies();
    const change = { secrets: { twilioAuthToken: "x" }, settings: { "not:a:key": "y" } };
    await assert.rejects(changeConfig(stack, change), /Pulumi's CLI failed at writing/);
    assert.equal(project.configFile(), before);
    assert.deepEqual(copies(), present);
    assert.deepEqual(
      readdirSync(project.folder).filter((name) => name.endsWith(".new")),
      [],
    );
  });

  it("stops if somebody else has changed the file in the meantime, and keeps that change", async () => {
    const running = changeConfig(stack, { settings: { owner: "one" } });
    appendFileSync(join(project.folder, "Pulumi.dev.yaml"), "# mine\n");
    await assert.rejects(running, /Pulumi\.dev\.yaml was changed in the meantime/);
    assert.match(project.configFile(), /# mine\n$/);
    assert.match(project.configFile(), /owner: calls/);
  });
});
