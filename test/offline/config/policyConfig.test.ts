import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder, removeFolders, runHere } from "../support/previews";

// Runs the real program and the real pack. Does not show that Pulumi's engine merges a policy config in the same way: this
// was read in its source (ReconcilePolicyPackConfig).
describe("offline preview: development, and the policy config", function () {
  this.timeout(240_000);
  let folder: string;

  before(() => {
    folder = projectFolder({});
  });
  after(removeFolders);

  it("judges the dev stack as a production stack if its config says so, and names the setting", async () => {
    const { code, stdout } = await runHere(["--config", "development=false"], folder);
    assert.equal(code, 1);
    assert.match(stdout, /twilio-secret-recovery-window/);
    assert.match(stdout, /twilio-listeners-encrypted/);
    assert.match(stdout.replaceAll(/\s+/g, " "), /pulumi config set development true/);
  });

  it("takes levels and settings from a file, as Pulumi's CLI does", async () => {
    const file = join(folder, "policies.json");
    const config = {
      "twilio-secret-recovery-window": { developmentStacks: ["dev"] },
      "twilio-listeners-encrypted": "advisory",
    };
    writeFileSync(file, JSON.stringify(config));
    const args = ["--config", "development=false", "--policy-pack-config", file];
    const { code, stdout, stderr } = await runHere(args, folder);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /twilio-listeners-encrypted \[advisory\]/);
  });
});
