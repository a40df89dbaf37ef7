import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readEnvFile } from "../../../../scripts/secret/envFile/envFile";
import { textOf } from "../../../../scripts/secret/envFile/envFileText";
import { ScriptError } from "../../../../scripts/terminal/scriptError";
import { skip } from "../../../support/skip";
import { temporaryFolder } from "../../../support/temporaryFolder";
import { own, text } from "./envText";

// Reads real files, links and pipes, and does not judge their content: parseEnv.test.ts does this.
describe("readEnvFile", () => {
  const folder = temporaryFolder("env");

  async function refusal(path: string): Promise<string> {
    try {
      await readEnvFile(path, "the file");
    } catch (error) {
      assert.ok(error instanceof ScriptError);
      assert.equal(error.exitCode, 2);
      return `${error.message} → ${error.fix ?? ""}`;
    }
    return assert.fail("was read");
  }

  it("names the reason if the path cannot be read: no file, a folder, or a link to no file", async () => {
    assert.match(
      await refusal(join(folder, "no.env")),
      /^there is no readable file the file → cp \.env/,
    );
    assert.match(await refusal(folder), /^the file is a folder → name the file/);
    symlinkSync("nowhere", join(folder, "link.env"));
    assert.match(
      await refusal(join(folder, "link.env")),
      /^the file is a link to a file that is not there/,
    );
    symlinkSync("loop.env", join(folder, "loop.env"));
    assert.match(await refusal(join(folder, "loop.env")), /^the file is a link that leads back/);
    assert.match(await refusal("-"), /^there is no file the file → .*--env-file \/dev\/stdin$/);
  });

  it("names a file in UTF-16, which would look empty", async () => {
    for (const [name, bytes] of [
      ["little.env", Buffer.from(`\uFEFF${text()}`, "utf16le")],
      ["big.env", Buffer.from(`\uFEFF${text()}`, "utf16le").swap16()],
    ] as const) {
      writeFileSync(join(folder, name), bytes);
      assert.match(
        await refusal(join(folder, name)),
        /^the file is in UTF-16.* → save it as UTF-8$/,
      );
    }
  });

  it("waits for a pipe's writer for a while, can be interrupted meanwhile, and reads at most 1 MiB", async function () {
    if (process.platform === "win32") skip(this, "Windows has no such files");
    const pipe = join(folder, "silent.env");
    execFileSync("mkfifo", [pipe]);
    let heard = 0;
    const ticks = setInterval(() => (heard += 1), 20);
    await assert.rejects(textOf(pipe, "the pipe", 200), {
      message: "nothing came out of the pipe within 0.2 s",
    });
    clearInterval(ticks);
    assert.ok(heard >= 3, "the process does other things meanwhile");

    const slow = join(folder, "slow.env");
    execFileSync("mkfifo", [slow]);
    writeFileSync(join(folder, "slow.txt"), text());
    const command = `exec 3> "${slow}"; head -c 60 "${folder}/slow.txt" >&3; sleep 0.2; tail -c +61 "${folder}/slow.txt" >&3`;
    const writer = spawn("sh", ["-c", command]);
    assert.equal((await textOf(slow, "the pipe", 5_000)).text, text());
    writer.kill();

    assert.match(await refusal("/dev/zero"), /^the file is larger than 1 MiB/);
  });

  it("does not wait for a writer if none can come", async function () {
    if (process.platform === "win32") skip(this, "Windows has no /dev/null");
    const started = Date.now();
    assert.equal((await textOf("/dev/null", "nothing", 20_000)).text, "");
    assert.ok(Date.now() - started < 10_000);
  });

  it("notes a file that other users can read", async function () {
    if (process.platform === "win32") skip(this, "Windows has no such files");
    const file = join(folder, "open.env");
    writeFileSync(file, text());
    chmodSync(file, 0o600);
    assert.deepEqual(await readEnvFile(file), { credentials: own, others: {}, notes: [] });
    chmodSync(file, 0o644);
    const note = "other users of this machine can read x: chmod 600 x";
    assert.deepEqual(await readEnvFile(file, "x"), { credentials: own, others: {}, notes: [note] });
  });

  it("reads a pipe, as a decrypting command makes one", async function () {
    if (process.platform === "win32") skip(this, "Windows has no such files");
    const pipe = join(folder, "pipe.env");
    execFileSync("mkfifo", [pipe]);
    writeFileSync(join(folder, "valid.env"), text());
    const writer = spawn("sh", ["-c", `cat "${join(folder, "valid.env")}" > "${pipe}"`]);
    assert.deepEqual(await readEnvFile(pipe), { credentials: own, others: {}, notes: [] });
    writer.kill();
  });
});
