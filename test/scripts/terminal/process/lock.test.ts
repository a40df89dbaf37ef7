import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whileLocked } from "../../../../scripts/terminal/process/lock";

// There is no lock between users, because each user has a separate state folder.
describe("whileLocked", () => {
  const env = { XDG_STATE_HOME: mkdtempSync(join(tmpdir(), "pipecat-lock-")) };
  const folder = join(env.XDG_STATE_HOME, "pipecat-phone-service", "locks");

  it("runs one step at a time under the same name, and steps under other names in parallel", async () => {
    await whileLocked("a", "busy", env, async () => {
      await assert.rejects(
        whileLocked("a", "busy", env, () => Promise.resolve()),
        { message: `busy (process ${process.pid})`, exitCode: 1 },
      );
      assert.equal(await whileLocked("b", "busy", env, () => Promise.resolve(1)), 1);
    });
    assert.equal(await whileLocked("a", "busy", env, () => Promise.resolve(2)), 2);
    await assert.rejects(whileLocked("a", "busy", env, () => Promise.reject(new Error("failed"))));
    assert.deepEqual(readdirSync(folder), []);
  });

  it("takes over the lock of a process that has ended", async () => {
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    await whileLocked("c", "busy", env, () => {
      const [file = ""] = readdirSync(folder);
      writeFileSync(join(folder, file), String(pid));
      return whileLocked("c", "busy", env, () => Promise.resolve());
    });
    assert.deepEqual(readdirSync(folder), []);
  });
});
