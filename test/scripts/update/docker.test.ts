import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requireDocker } from "../../../scripts/update/docker";
import { ScriptError } from "../../../scripts/terminal/scriptError";

// A script on the PATH replaces `docker`: no image is built here.

const BUILT = { buildContext: "service" };

describe("requireDocker", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "docker-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("passes if Docker answers", async () => {
    docker('test "$1 $2 $3" = "version --format {{.Server.Version}}" && echo 28.5.1');
    await ask(BUILT);
  });

  it("does not call Docker if no image must be built", async () => {
    docker("echo asked > asked.txt; exit 1");
    for (const settings of [{}, { image: "a.io/b:1" }, { ...BUILT, image: "a.io/b:1" }]) {
      await ask(settings);
    }
  });

  for (const [title, script, problem, fix] of [
    [
      "is not installed",
      undefined,
      /no docker on the PATH$/,
      /^install Docker: https:\/\/docs\.docker/,
    ],
    [
      "does not run",
      "echo 'Cannot connect to the Docker daemon' >&2; exit 1",
      /Docker does not answer$/,
      /^start Docker/,
    ],
    [
      "may not be used",
      "echo 'permission denied while trying to connect' >&2; exit 1",
      /this user may not use Docker$/,
      /^docker version shows why/,
    ],
    ["hangs", "exec /bin/sleep 60", /Docker has not answered within 1 s$/, /^restart Docker/],
  ] as const) {
    it(`stops where Docker ${title}, and says what to do`, async () => {
      if (script !== undefined) docker(script);
      await assert.rejects(ask(BUILT), (error) => {
        assert.ok(error instanceof ScriptError);
        assert.match(error.message, /^the image is to be built from service, and /);
        assert.match(error.message, problem);
        assert.match(error.fix ?? "", fix);
        assert.match(error.fix ?? "", /pulumi config set image URI$/);
        assert.equal(error.exitCode, 2);
        return true;
      });
    });
  }

  function docker(script: string): void {
    writeFileSync(join(folder, "docker"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "docker"), 0o755);
  }

  function ask(settings: Readonly<Record<string, string>>): Promise<void> {
    return requireDocker({ text: (key) => settings[key] }, { PATH: folder }, 1000);
  }
});
