import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { on } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findPulumiCli } from "../../../scripts/stack/pulumiCli";
import { isRunning, skipWithoutCommandLines, untilRuns } from "../../support/scripts/commandLines";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../../support/scripts/script";
import { setup } from "../../support/scripts/setupSecrets";
import { makeStackProject, type StackProject } from "../../support/scripts/stackProject";
import { newCredentials } from "../../support/twilio/twilioCredentials";
import { temporaryFolder } from "../../support/temporaryFolder";
import { skipWithoutCli } from "../../support/skip";

const own = newCredentials();

/** Waits until the CLI has begun to carry out the update. */
async function untilUpdating({ stdout }: ChildProcess): Promise<void> {
  let text = "";
  for await (const [piece] of on(stdout ?? assert.fail(), "data")) {
    text += String(piece);
    if (/Updating \(dev\)[^]*pulumi:pulumi:Stack/.test(text)) return;
  }
}

/** A `pulumi` that waits forever when it is told to set a key, and records its process id. The real CLI runs all other commands. */
class HeldCli {
  readonly env: Readonly<Record<string, string>>;
  readonly #noted: string;

  constructor(key: string) {
    const folder = temporaryFolder("held-cli");
    this.#noted = join(folder, "noted");
    const cli = findPulumiCli(process.env) ?? assert.fail("no CLI");
    const wait = `echo $$ > "${this.#noted}.new"; mv "${this.#noted}.new" "${this.#noted}"; exec sleep 600`;
    const text = `#!/bin/sh\ncase "$*" in "config set "*":${key} "*) ${wait};; esac\nexec "${cli}" "$@"\n`;
    writeFileSync(join(folder, "pulumi"), text, { mode: 0o755 });
    this.env = { PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}` };
  }

  /** Waits until the CLI is told to set the key. */
  async untilHeld(): Promise<void> {
    while (!existsSync(this.#noted)) await sleep(20);
  }

  /** Waits until the process that was held has ended. */
  async untilGone(): Promise<void> {
    const pid = Number(readFileSync(this.#noted, "utf8"));
    while (isRunning(pid)) await sleep(20);
  }
}

// A terminal sends Ctrl-C to every process of its group, and so does this test. The CLI that writes the config has its own process
// group.
describe("An interrupted setup-secrets, with Pulumi's CLI", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let project: StackProject;
  let old: string;

  before(async function () {
    skipWithoutCli(this);
    skipWithoutCommandLines(this);
    project = await makeStackProject();
    old = project.configFile();
  });

  /** Runs setup-secrets and sends Ctrl-C at the given moment. */
  async function pressed(
    time: (child: ChildProcess, group: number) => Promise<unknown>,
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ScriptResult> {
    let press: Promise<unknown> | undefined;
    const result = await setup(own, own, ["--stack", "dev", ...args], {
      cwd: project.folder,
      env: { ...project.env, ...env },
      onStart: (child) => {
        const group = child.pid ?? assert.fail("it did not start");
        press = time(child, group).then(() => process.kill(-group, "SIGINT"));
      },
    });
    await press;
    return result;
  }

  it("says in one line that nothing was written yet", async () => {
    const { code, stderr } = await pressed((_, group) =>
      untilRuns(group, /^pulumi (stack|config) /),
    );
    assert.equal(code, 130);
    assert.match(stderr, /\nerror: interrupted\n {2}→ run it again\n$/);
    assert.equal(project.configFile(), old);
  });

  it("leaves the config unchanged, no matter at which value it is interrupted", async () => {
    for (const key of ["twilioAccountSid", "twilioApiSecret"]) {
      const cli = new HeldCli(key);
      const { code, stderr } = await pressed(() => cli.untilHeld(), [], cli.env);
      assert.equal(code, 130, stderr);
      const end = /\nerror: interrupted: the config of dev is as it was\n {2}→ run it again\n$/;
      assert.match(stderr, end);
      assert.equal(project.configFile(), old);
      await cli.untilGone();
    }
  });

  it("lets pulumi up end cleanly, and the next run continue", async () => {
    const program = join(project.folder, "index.js");
    const late = "new Promise((done) => setTimeout(done, 60_000))";
    writeFileSync(
      program,
      `const { runtime } = require("@pulumi/pulumi");\nmodule.exports = runtime.isDryRun() ? {} : ${late};\n`,
    );
    const { code, stdout, stderr } = await pressed(untilUpdating, ["--up"]);
    assert.equal(code, 130, stderr);
    assert.match(
      stderr,
      /\nerror: interrupted during pulumi up\n {2}→ npm run up -- --stack dev\n$/,
    );
    assert.match(stdout, /\^C received; cancelling/);
    assert.doesNotMatch(stdout, /terminating\b(?! immediately)/);
    assert.match(stdout, /\nDuration: /);

    writeFileSync(program, "module.exports = {};\n");
    // A second signal would have made the CLI stop at once and leave the stack locked.
    assert.match(await project.pulumi("up", "--yes", "--skip-preview"), /\nDuration: /);
  });
});
