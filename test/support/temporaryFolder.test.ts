import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { removeAbandoned, temporaryFolder } from "./temporaryFolder";

/** A test process that makes a folder and prints its path. It ends by a signal, or when its input ends. */
const OWNER = `
const { temporaryFolder } = require(${JSON.stringify(join(__dirname, "temporaryFolder.ts"))});
process.stdout.write(temporaryFolder("owned"));
process.stdin.resume();
`;

// Runs real processes, and ends them in each way. Does not show what is left after a crash of the machine.
describe("A test's temporary folder", function () {
  this.timeout(30_000);

  for (const [how, signal] of [
    ["ends", undefined],
    ["is terminated", "SIGTERM"],
    ["loses its terminal", "SIGHUP"],
  ] as const) {
    it(`is removed when its process ${how}`, async () => {
      const { child, folder } = await startOwner();
      if (signal === undefined) child.stdin.end();
      else child.kill(signal);
      await once(child, "exit");
      assert.ok(!existsSync(folder));
    });
  }

  it("is removed by the next test process after a kill -9, and the folder of a running test stays", async () => {
    const killed = await startOwner();
    const running = await startOwner();
    const own = temporaryFolder("own");
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
    assert.ok(existsSync(killed.folder), "nobody could remove it");
    removeAbandoned();
    assert.deepEqual([killed.folder, running.folder, own].map(existsSync), [false, true, true]);
    running.child.stdin.end();
    await once(running.child, "exit");
  });

  async function startOwner() {
    const child = spawn(process.execPath, ["--import", require.resolve("tsx"), "-e", OWNER], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const folder = await new Promise<string>((resolve) => {
      child.stdout.once("data", (chunk: Buffer) => {
        resolve(chunk.toString());
      });
    });
    assert.ok(existsSync(folder));
    return { child, folder };
  }
});
