import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { planOf } from "../../../offline/command/planOf";
import {
  EMPTY_PACK,
  finished,
  projectFolder,
  removeFolders,
  runHere,
  SMALL_PROJECT,
  SMALL_STACK,
  startCommand,
} from "../support/previews";

const HANGING =
  'console.log("up"); setInterval(() => undefined, 1000); await_();\nasync function await_() {}';

// Shows that no process outlives a run. Finds processes by their parent, so it needs ps. Does not cover a machine that loses power.
describe("offline preview: processes", function () {
  this.timeout(180_000);
  let folder = "";

  before(() => {
    folder = projectFolder({
      program: HANGING,
      project: SMALL_PROJECT,
      stack: SMALL_STACK,
      pack: EMPTY_PACK,
    });
  });
  after(removeFolders);

  it("ends a program that hangs, and says so", async () => {
    const run = await runHere(["--timeout", "5"], folder, planOf);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /have not ended after 5 s/);
    assert.deepEqual(await stillRunning(childrenOf(process.pid)), []);
  });

  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGKILL", null],
  ] as const) {
    it(`leaves no process behind after ${signal}`, async () => {
      const command = startCommand([], folder);
      const end = finished(command);
      const pid = command.pid ?? 0;
      let children: number[] = [];
      for (let tries = 0; children.length < 4 && tries < 300; tries++) {
        await sleep(200);
        children = childrenOf(pid);
      }
      assert.ok(children.length >= 4, "two programs and two packs run");
      command.kill(signal);
      assert.equal((await end).code, code);
      assert.deepEqual(await stillRunning(children), []);
    });
  }
});

/** Child processes of the given process that run Pulumi's runners. */
function childrenOf(parent: number): number[] {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat=,args="], { encoding: "utf8" });
  return table.split("\n").flatMap((row) => {
    const [pid, ppid, stat = "", ...args] = row.trim().split(/\s+/);
    const runner = /@pulumi.pulumi.cmd.run/.test(args.join(" "));
    return Number(ppid) === parent && runner && !stat.startsWith("Z") ? [Number(pid)] : [];
  });
}

/** Waits for processes to end. Returns those that still run after a minute. */
async function stillRunning(pids: readonly number[]): Promise<number[]> {
  let left = [...pids];
  for (let tries = 0; left.length > 0 && tries < 300; tries++) {
    await sleep(200);
    left = left.filter(isRunning);
  }
  return left;
}

function isRunning(pid: number): boolean {
  try {
    const state = execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    return !state.trim().startsWith("Z");
  } catch {
    return false;
  }
}
