import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Context } from "mocha";

const run = promisify(execFile);

const ROOT = resolve(__dirname, "../../..");
const REQUIREMENTS = join(ROOT, "test/emulator/requirements.txt");

/** Where the emulators' commands are, or why they are not there. */
export type PythonTools = { readonly bin: string } | { readonly missing: string };

let installed: Promise<PythonTools> | undefined;

/**
 * Installs the pinned emulators into a virtual environment under `.cache/`, once for each state of the requirements;
 * about a minute the first time, nothing afterwards.
 */
export function pythonTools(): Promise<PythonTools> {
  installed ??= install();
  return installed;
}

async function install(): Promise<PythonTools> {
  const key = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  const folder = join(ROOT, ".cache", `emulators-${key}`);
  const bin = join(folder, process.platform === "win32" ? "Scripts" : "bin");
  const done = join(folder, "installed");
  if (existsSync(done)) return { bin };
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(ROOT, ".cache"), { recursive: true });
    await run("python3", ["-m", "venv", folder]);
    const options = ["--quiet", "--disable-pip-version-check", "--no-input"];
    await run(join(bin, "python"), ["-m", "pip", "install", ...options, "-r", REQUIREMENTS]);
    writeFileSync(done, "");
    return { bin };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const noPython = error instanceof Error && Reflect.get(error, "code") === "ENOENT";
    const missing = noPython
      ? "no python3 on the PATH: install Python 3.10 or later"
      : "the emulators of test/emulator/requirements.txt cannot be installed: check python3 -m venv and pip's index";
    return { missing };
  }
}

/**
 * Skips a case, or all of a suite, where the emulators are not there, and says why. In CI that is a failure: there a skip would
 * go unseen.
 */
export async function toolsOrSkip(context: Context): Promise<{ readonly bin: string }> {
  const tools = await pythonTools();
  if ("bin" in tools) return tools;
  if (isCi(process.env))
    throw new Error(`in CI no test of the emulators is skipped: ${tools.missing}`);
  process.stderr.write(`    skipped, ${tools.missing}\n`);
  return context.skip();
}

/** Whether a run is a CI's, to judge by the variable that all of them set. */
export function isCi({ CI = "" }: NodeJS.ProcessEnv): boolean {
  return CI !== "" && CI !== "0" && CI.toLowerCase() !== "false";
}
