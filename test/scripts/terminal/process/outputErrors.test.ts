import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../../support/program/devStack";
import { runScript, SCRIPTS_TIMEOUT_MS } from "../../../support/scripts/script";
import { LOADER } from "../../../support/processes/hosts";
import { skip } from "../../../support/skip";

const SCRIPTS = ["test-twilio-secret", "../offline/index", "cost"];

// test/emulator/webhook/webhookTrouble.test.ts shows a script that finishes its work after the reader of its output has ended.
describe("Output that cannot be written", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);

  for (const script of SCRIPTS) {
    it(`${script} ends quietly when its reader has gone`, async () => {
      const { code, stderr } = await runScript(script, ["--help"], {
        onStart: (child) => child.stdout?.destroy(),
      });
      assert.deepEqual([code, stderr], [0, ""]);
    });

    it(`${script} says in one line that a disk is full`, function () {
      if (!existsSync("/dev/full")) {
        skip(this, "this system has no /dev/full");
      }
      const file = join(ROOT, "scripts", `${script}.ts`);
      const line = `"${process.execPath}" ${LOADER.join(" ")} "${file}" -- --help > /dev/full`;
      const { status, stderr } = spawnSync("sh", ["-c", line], { cwd: ROOT, encoding: "utf8" });
      assert.deepEqual([status, stderr], [1, "error: the output cannot be written (ENOSPC)\n"]);
    });
  }
});
