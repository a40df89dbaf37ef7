import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { healthCheckCommand } from "../../../../infra/service/task/httpInterface";
import { skip } from "../../../support/skip";

// Runs the command in this machine's shell, with one of the three programs on the PATH. Does not show that ECS runs it, or that it
// works with BusyBox, which has its own wget and shell.

const PROGRAMS = ["curl", "wget", "python3"] as const;

describe("the container's own health check", () => {
  let server: Server;
  let port: number;

  before(async () => {
    server = createServer((request, response) => {
      response.statusCode = request.url === "/alive" ? 200 : 503;
      response.end();
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    port = address.port;
  });

  after(() => server.close());

  for (const program of PROGRAMS) {
    const path = fileOf(program);
    describe(`in an image that has only ${program}`, () => {
      let folder: string;

      before(function () {
        if (path === undefined) return skip(this, `this machine has no ${program}`);
        folder = mkdtempSync(join(tmpdir(), "health-check-"));
        symlinkSync(path, join(folder, program));
      });

      after(() => {
        if (path !== undefined) rmSync(folder, { recursive: true });
      });

      it("passes when the path answers 200, and prints nothing", async () => {
        assert.deepEqual(await check("/alive", port, folder), { code: 0, stdout: "" });
      });

      it("fails when the path answers 503, and when nothing answers", async () => {
        assert.equal((await check("/full", port, folder)).code, 1);
        assert.equal((await check("/alive", 1, folder)).code, 1);
      });
    });
  }

  it("fails in an image that has none of the three programs", async () => {
    const empty = mkdtempSync(join(tmpdir(), "health-check-"));
    assert.equal((await check("/alive", port, empty)).code, 1);
    rmSync(empty, { recursive: true });
  });
});

/** Runs the command as Docker does: by the image's /bin/sh. */
function check(
  healthCheckPath: string,
  port: number,
  folder: string,
): Promise<{ code: number | string; stdout: string }> {
  const paths = { webhookPath: "/", mediaStreamPath: "/ws" };
  const [kind, line = "", ...others] = healthCheckCommand({ port, healthCheckPath, ...paths });
  assert.deepEqual([kind, others], ["CMD-SHELL", []]);
  return new Promise((resolve) => {
    execFile("/bin/sh", ["-c", line], { env: { PATH: folder } }, (error, stdout) => {
      resolve({ code: error?.code ?? 0, stdout });
    });
  });
}

/** The program's file on this machine's PATH. Skips a version manager's launcher, which needs other programs beside it. */
function fileOf(program: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"];
  return folders
    .filter((folder) => !folder.endsWith("shims"))
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
