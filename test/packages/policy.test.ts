import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { PolicyPackClient } from "../../offline/analyzer/client";
import { isRecord } from "../../offline/engine/wire";
import { PROJECT, resource } from "../support/policy/policyPack";
import { installPacked } from "./packed";

const POLICY = join(__dirname, "../../policy");

// Shows that the installed pack works. A client speaks to it as the engine does. Does not run the engine: test/engine does, with the
// pack's folder.
describe("the policy pack's tarball, installed into an empty project", function () {
  this.timeout(180_000);
  const token = randomBytes(16).toString("hex");
  let pack: PolicyPackClient;
  let installed: string;

  before(async () => {
    installed = join(installPacked("policy"), "node_modules/pipecat-twilio-policy");
    pack = await PolicyPackClient.start(installed, {
      project: PROJECT,
      stack: "test",
      dryRun: true,
      config: { [`${PROJECT}:twilioAuthToken`]: token },
    });
  });
  after(() => {
    pack.stop();
  });

  it("finds a leaked credential", async () => {
    const leak = resource("aws:ssm/parameter:Parameter", { value: `Basic ${token}` });
    const violations = await pack.analyze(leak);
    assert.ok(violations.some(({ policy }) => policy === "own-credential-in-plain"));
    assert.ok(!JSON.stringify(violations).includes(token));
  });

  it("leaves a harmless resource alone", async () => {
    const harmless = resource("aws:ssm/parameter:Parameter", { value: "eu-north-1" });
    assert.deepEqual(await pack.analyze(harmless), []);
  });

  it("has the schema of the policy config for editors", () => {
    const shipped = readFileSync(join(installed, "config.schema.json"), "utf8");
    assert.equal(shipped, readFileSync(join(POLICY, "config.schema.json"), "utf8"));
  });

  it("has one version in all three places", () => {
    const manifest: unknown = JSON.parse(readFileSync(join(POLICY, "package.json"), "utf8"));
    const project: unknown = load(readFileSync(join(POLICY, "PulumiPolicy.yaml"), "utf8"));
    const changes = readFileSync(join(POLICY, "CHANGELOG.md"), "utf8");
    assert.ok(isRecord(manifest) && isRecord(project));
    assert.match(String(manifest["version"]), /^\d+\.\d+\.\d+$/);
    assert.equal(project["version"], manifest["version"]);
    assert.equal(/^## (\S+)/m.exec(changes)?.[1], manifest["version"]);
  });
});
