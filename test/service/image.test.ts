import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { freePort } from "../support/emulator/emulators";
import { output } from "../support/service/command";
import {
  buildImage,
  IMAGE,
  inContainer,
  missingTool,
  startContainer,
  type Container,
} from "../support/service/imageLab";
import { SERVICE_FOLDER, servicePythonOrSkip } from "../support/python/servicePython";
import { skip } from "../support/skip";

const run = promisify(execFile);

/** Time limit in milliseconds for making the stand-in base image and building the image. */
const BUILD_TIMEOUT_MS = 2_400_000;

// This test needs minutes and root, so `npm test` leaves it out. It proves the Dockerfile, and its user, volume and signals under
// podman and runc. It proves nothing about the pinned base image and Fargate.

describe("The phone service's image", function () {
  this.timeout(60_000);
  let container: Container | undefined;
  let bin = "";
  const token = randomBytes(16).toString("hex");
  const hex = () => randomBytes(16).toString("hex");

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    const missing =
      process.env["TEST_IMAGE"] === undefined
        ? "the image is built and run by npm run test:image"
        : await missingTool();
    if (missing !== undefined) {
      skip(this, missing);
    }
    bin = await servicePythonOrSkip(this);
    this.timeout(BUILD_TIMEOUT_MS);
    await buildImage();
    container = await startContainer(await freePort(), {
      EXTERNAL_DOMAIN: "phone.example.com",
      GRACEFUL_SHUTDOWN_TIMEOUT: "20",
      TASK_FAMILY: "phone",
      TWILIO_ACCOUNT_SID: `AC${hex()}`,
      TWILIO_API_SECRET: hex(),
      TWILIO_API_SID: `SK${hex()}`,
      TWILIO_AUTH_TOKEN: token,
    });
  });

  after(async () => {
    if (container !== undefined)
      await output("podman", ["rm", "--force", "--volumes", container.id]);
  });

  it("becomes healthy under a health check that runs the image's Python", async () => {
    const { port } = running();
    const check = `python -c "import urllib.request as u; u.urlopen('http://127.0.0.1:${port}/health', timeout=5)"`;
    for (let tries = 0; ; tries += 1) {
      const healthy = await inContainer(running(), check).then(
        () => true,
        () => false,
      );
      if (healthy) return;
      assert.ok(tries < 30, await output("podman", ["logs", running().id]));
      await sleep(500);
    }
  });

  it("runs as user 1001 without a capability, and can write only to /tmp", async () => {
    assert.equal(await inContainer(running(), "id -u; id -g"), "1001\n1001");
    assert.match(await inContainer(running(), "cat /proc/1/status"), /^CapEff:\t0{16}$/m);
    await inContainer(running(), "touch /tmp/x");
    assert.equal(await inContainer(running(), "stat -c %a /tmp"), "1777");
    for (const path of ["/x", "/app/x", "/opt/venv/x", "/app/phone_service/x"]) {
      await assert.rejects(inContainer(running(), `touch ${path}`), /Read-only file system|denied/);
    }
  });

  it("holds no compiler, no pip in its virtual environment, and no tests", async () => {
    for (const command of ["cc", "gcc", "c++", "make", "ld"]) {
      await assert.rejects(inContainer(running(), `command -v ${command}`), command);
    }
    assert.equal(await inContainer(running(), "ls /app"), "phone_service");
    assert.equal(
      await inContainer(running(), "ls /opt/venv/bin | grep -cE '^pip[0-9.]*$' || true"),
      "0",
    );
    const history = await output("buildah", ["inspect", "--type=image", IMAGE]);
    assert.ok(!history.includes(token));
  });

  it("answers calls, and echoes their audio", async () => {
    const args = ["-m", "bench.calls", "--calls", "3", "--seconds", "2"];
    const url = `http://127.0.0.1:${running().port}`;
    const { stdout } = await run(join(bin, "python"), [...args, "--url", url], {
      cwd: SERVICE_FOLDER,
      env: { PATH: process.env["PATH"], TWILIO_AUTH_TOKEN: token },
    });
    assert.match(stdout, /"framesSent": 300,\s+"framesLost": 0,/);
  });

  it("drains when it is stopped, and exits with 0", async () => {
    const { id } = running();
    await output("podman", ["--runtime=runc", "stop", "--time=30", id]);
    assert.equal(await output("podman", ["inspect", "--format={{.State.ExitCode}}", id]), "0");
    assert.match(await output("podman", ["logs", id]), /"event":"stopped"/);
  });

  function running(): Container {
    assert.ok(container !== undefined);
    return container;
  }
});
