import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runScript, SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../support/scripts/script";
import { setup } from "../support/scripts/setupSecrets";
import { makeStackProject, type StackProject } from "../support/scripts/stackProject";
import { newCredentials } from "../support/twilio/twilioCredentials";
import { skipWithoutCli } from "../support/skip";

const FILE = `# The dev stack.
config:
  aws:region: eu-north-1
  # Two calls at a time.
  pipecat-phone-service:image: 'example.org/phone:2' # the newest
`;

// Uses the real CLI and its update history. The program makes no resource, and AWS cannot be reached.
describe("A stack's file", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  const own = newCredentials();
  let project: StackProject;

  before(async function () {
    skipWithoutCli(this);
    project = await makeStackProject();
  });

  it("keeps its comments and quotes when the credentials are written", async () => {
    const salt = /^encryptionsalt: .*$/m.exec(project.configFile())?.[0] ?? "";
    writeFileSync(join(project.folder, "Pulumi.dev.yaml"), `${FILE}${salt}\n`);
    const options = { cwd: project.folder, env: project.env };
    const { code, stderr } = await setup(own, own, ["--stack", "dev"], options);
    assert.equal(code, 0, stderr);
    for (const line of FILE.split("\n")) assert.ok(project.configFile().includes(line), line);
  });

  it("is compared with the last update before the next update", async () => {
    const first = await run("up", "--yes");
    assert.equal(first.code, 0, first.stdout + first.stderr);
    assert.doesNotMatch(first.stderr, /other settings/);
    assert.doesNotMatch((await run("preview")).stderr, /other settings/);
    await project.pulumi("config", "rm", "image", "--stack", "dev");
    await project.pulumi("config", "set", "maxTasks", "9", "--stack", "dev");
    const { code, stderr } = await run("preview");
    assert.equal(code, 0, stderr);
    assert.match(
      stderr,
      /note: the last update of dev was made with other settings than Pulumi\.dev/,
    );
    assert.match(
      stderr,
      /\n {2}image: not set \(at the last update: example\.org\/phone:2\)\n {2}maxTasks: 9 \(/,
    );
    const command = /(?:npx )?(pulumi config set image .*)/.exec(stderr)?.[1] ?? "";
    execFileSync("sh", ["-c", command], {
      cwd: project.folder,
      env: { ...process.env, ...project.env },
    });
    assert.match(project.configFile(), /image: .?example\.org\/phone:2/);
    assert.doesNotMatch((await run("preview")).stderr, /image/);
  });

  function run(...args: readonly string[]): Promise<ScriptResult> {
    const env = { ...project.env, AWS_ENDPOINT_URL: "http://127.0.0.1:9" };
    return runScript("with-policy-pack", [...args, "--stack", "dev"], { cwd: project.folder, env });
  }
});
