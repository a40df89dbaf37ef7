import assert from "node:assert/strict";
import { on } from "node:events";
import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { skipWithoutCli } from "../../support/skip";
import { skipWithoutCommandLines, untilRuns } from "../../support/scripts/commandLines";
import { runScript, SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { setup } from "../../support/scripts/setupSecrets";
import { makeStackProject, type StackProject } from "../../support/scripts/stackProject";
import { newCredentials } from "../../support/twilio/twilioCredentials";

const own = newCredentials();
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A program that creates nothing and never ends. */
const ENDLESS = "module.exports = new Promise((done) => setTimeout(done, 120_000));\n";

/** Each command, with the options that let it run this program without a prompt. */
const COMMANDS = [
  ["preview"],
  ["up", "--yes"],
  ["destroy", "--yes", "--skip-preview", "--run-program"],
] as const;

// Does not show what AWS continues after a signal, because the program has no resource: test/engine/updates/recovery.test.ts does.
describe("A signal to preview, up and destroy, with Pulumi's CLI", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let project: StackProject;

  before(async function () {
    skipWithoutCli(this);
    skipWithoutCommandLines(this);
    project = await makeStackProject();
    const options = { cwd: project.folder, env: project.env };
    assert.equal((await setup(own, own, ["--stack", "dev"], options)).code, 0);
    // Before a first update the program is evaluated once more, to estimate the stack's cost.
    await project.pulumi("up", "--yes", "--skip-preview", "--stack", "dev");
    writeFileSync(join(project.folder, "index.js"), ENDLESS);
  });

  /** Runs a command and sends the signal at the given moment. */
  async function interruptedBy(
    command: readonly string[],
    send: (child: ChildProcess, group: number) => Promise<unknown>,
  ): Promise<ScriptResult> {
    let sent: Promise<unknown> | undefined;
    const result = await runScript("with-policy-pack", [...command, "--stack", "dev"], {
      cwd: project.folder,
      env: project.env,
      onStart: (child) => {
        sent = send(child, child.pid ?? assert.fail("it did not start"));
      },
    });
    await sent;
    return result;
  }

  for (const command of COMMANDS) {
    for (const signal of SIGNALS) {
      it(`${signal} ends ${command[0]} with a message before the CLI has started`, async () => {
        const { code, stdout, stderr } = await interruptedBy(command, async (_, group) => {
          await untilRuns(group, /pulumi stack export /);
          process.kill(-group, signal);
        });
        assert.equal(code, 130, stderr);
        assert.equal(stdout, "");
        assert.match(
          stderr,
          /(^|\n)error: interrupted: nothing was changed\n {2}→ run it again\n$/,
        );
      });

      it(`${signal} lets the CLI of ${command[0]} end cleanly`, async () => {
        // The stack is emptied first, so that destroy deletes nothing and the signal comes while it runs the program.
        if (command[0] === "destroy") {
          await project.pulumi("destroy", "--yes", "--skip-preview", "--stack", "dev");
        }
        const { code, stdout } = await interruptedBy(command, async (child, group) => {
          await untilProgramRuns(child);
          // A terminal sends Ctrl-C to the whole process group. The other two signals are sent to the command only.
          process.kill(signal === "SIGINT" ? -group : group, signal);
        });
        assert.notEqual(code, 0);
        assert.notEqual(code, null);
        assert.match(stdout, /received; cancelling/);
        assert.match(stdout, /\nResources:\n/);
        assert.deepEqual(locks(), [], "a CLI that breaks off leaves the stack locked");
      });
    }
  }

  /** The lock files of the stack in the backend. */
  function locks(): string[] {
    const folder = join(project.folder, "state", ".pulumi", "locks");
    const files = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
    return files.map(String).filter((file) => file.endsWith(".json"));
  }
});

/** Waits until the CLI runs the program. */
async function untilProgramRuns({ stdout }: ChildProcess): Promise<void> {
  let text = "";
  for await (const [piece] of on(stdout ?? assert.fail(), "data")) {
    text += String(piece);
    if (text.includes("pulumi:pulumi:Stack")) return;
  }
}
