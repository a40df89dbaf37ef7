import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { SERVICE_FOLDER, servicePythonOrSkip } from "../support/python/servicePython";

/** Time limit in milliseconds for each check, on a busy machine. */
const CHECK_TIMEOUT_MS = 300_000;

// Runs the service's own checks. All pytest tests count as one case here. They prove nothing about the real Twilio, a real load
// balancer or ECS.

describe("The phone service", () => {
  const checks = [
    ["is linted", ["ruff", "check", "--no-cache", "."]],
    ["is formatted", ["ruff", "format", "--no-cache", "--check", "."]],
    ["is typed", ["mypy", "--cache-dir", join("..", ".cache", "mypy")]],
    ["passes its own tests", ["pytest", "--quiet"]],
    ["has a Dockerfile without a finding", ["hadolint", "Dockerfile"]],
  ] as const;
  // The checks start together, because pytest mostly waits.
  let results: readonly Promise<CheckResult>[] = [];
  before(async function () {
    const bin = await servicePythonOrSkip(this);
    results = checks.map(([, [command, ...args]]) => runIn(bin, command, args));
    await Promise.allSettled(results);
  });

  for (const [index, [name, [command, ...args]]] of checks.entries()) {
    it(name, async function () {
      this.timeout(CHECK_TIMEOUT_MS);
      const { code, output } = (await results[index]) ?? assert.fail("not started");
      assert.equal(code, 0, `${command} ${args.join(" ")}:\n${output}`);
    });
  }
});

describe("The phone service's requirements", () => {
  const files = ["requirements.txt", "requirements-dev.txt", "requirements-build.txt"];

  it("name exact versions with hashes, and no index host", () => {
    for (const file of files) {
      const text = readFileSync(join(SERVICE_FOLDER, file), "utf8");
      assert.doesNotMatch(text, /:\/\/|^-|--(extra-)?index-url|--find-links|--trusted-host/m, file);
      const packages = text.split(/^(?=[a-z0-9])/im).filter((part) => !part.startsWith("#"));
      assert.ok(packages.length > 0, file);
      for (const one of packages) {
        assert.match(one, /^[\w.-]+==\S+( ; [^\n]+)? \\\n {4}--hash=sha256:[0-9a-f]{64}/, file);
      }
    }
  });

  it("contain every package of their .in files", () => {
    for (const file of files) {
      const asked = readFileSync(join(SERVICE_FOLDER, file.replace(".txt", ".in")), "utf8");
      const text = readFileSync(join(SERVICE_FOLDER, file), "utf8");
      const pins = [...asked.matchAll(/^([\w.-]+)(?:\[[\w,]+\])?(==\S+)$/gm)];
      assert.ok(pins.length > 0, file);
      for (const [, name = "", version = ""] of pins) {
        assert.ok(text.includes(`\n${name}${version} `), `${file}: ${name}${version}`);
      }
    }
  });
});

interface CheckResult {
  readonly code: number | null;
  readonly output: string;
}

/** Runs a command of the virtual environment in the service's folder. The command inherits no environment variable. */
async function runIn(bin: string, command: string, args: readonly string[]): Promise<CheckResult> {
  const child = spawn(join(bin, command), args, {
    cwd: SERVICE_FOLDER,
    env: {
      PATH: [bin, process.env["PATH"]].join(delimiter),
      HOME: tmpdir(),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, output });
    });
  });
}
