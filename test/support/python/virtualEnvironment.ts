import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

const ROOT = resolve(__dirname, "../../..");
const BIN = process.platform === "win32" ? "Scripts" : "bin";
const UV_REQUIREMENTS = join(__dirname, "requirements.txt");

/** The folder of a virtual environment's commands, or one line that says why they are missing. */
export type PythonTools =
  | { readonly bin: string }
  | { readonly missing: string; readonly because: "no-python" | "not-installed" };

/** Description of a virtual environment. */
export interface VirtualEnvironment {
  /** Its folder's name under `.cache/`, before the key. */
  readonly name: string;
  /** Commands that may start a Python, in order of preference. */
  readonly pythons: readonly string[];
  /** The oldest accepted minor version of Python 3, such as 11 for 3.11. */
  readonly leastMinor: number;
  /** The arguments of each `uv pip install` or `pip install`, in order. */
  readonly installs: readonly (readonly string[])[];
  /** Files that the installation depends on. A change in one makes a new environment. */
  readonly requirements: readonly string[];
}

/** Makes a virtual environment in a folder and installs packages into it. */
type Installer = (python: string, folder: string, installs: Installs) => Promise<void>;
type Installs = VirtualEnvironment["installs"];

const installed = new Map<string, Promise<PythonTools>>();

/**
 * Installs a virtual environment under `.cache/`, once for each state of its requirements. The first installation takes some
 * seconds with uv, and about half a minute with pip if uv fails. Later calls take almost no time.
 */
export function virtualEnvironment(wanted: VirtualEnvironment): Promise<PythonTools> {
  return installOnce(wanted, withUvOrPip);
}

function installOnce(wanted: VirtualEnvironment, installer: Installer): Promise<PythonTools> {
  const known = installed.get(wanted.name) ?? install(wanted, installer);
  installed.set(wanted.name, known);
  return known;
}

async function install(wanted: VirtualEnvironment, installer: Installer): Promise<PythonTools> {
  const hash = createHash("sha256");
  for (const file of wanted.requirements) hash.update(readFileSync(file));
  const folder = join(ROOT, ".cache", `${wanted.name}-${hash.digest("hex").slice(0, 12)}`);
  const bin = join(folder, BIN);
  const done = join(folder, "installed");
  if (existsSync(done)) return { bin };
  const python = await firstPython(wanted);
  if (python === undefined) {
    const missing = `no Python 3.${wanted.leastMinor} or later on the PATH: install one`;
    return { missing, because: "no-python" };
  }
  mkdirSync(join(ROOT, ".cache"), { recursive: true });
  const release = await lock(`${folder}.lock`);
  try {
    if (existsSync(done)) return { bin };
    await installer(python, folder, wanted.installs);
    writeFileSync(done, "");
    return { bin };
  } catch {
    rmSync(folder, { recursive: true, force: true });
    const missing = `the ${wanted.name} cannot be installed: check ${python} -m venv and pip's index`;
    return { missing, because: "not-installed" };
  } finally {
    release();
  }
}

/** Some private indexes are set up for pip only, whose settings uv does not read. So pip does what uv cannot. */
const withUvOrPip: Installer = async (...work) => {
  await withUv(...work).catch(() => withPip(...work));
};

/** Takes about a tenth of the time that pip takes. */
const withUv: Installer = async (python, folder, installs) => {
  const tools = await installOnce(
    {
      name: "uv",
      pythons: [python],
      leastMinor: 10,
      installs: [["-r", UV_REQUIREMENTS]],
      requirements: [UV_REQUIREMENTS],
    },
    withPip,
  );
  if ("missing" in tools) throw new Error(tools.missing);
  const uv = (args: readonly string[]) => run(join(tools.bin, "uv"), ["--quiet", ...args]);
  await uv(["venv", "--clear", "--python", python, folder]);
  for (const args of installs) await uv(["pip", "install", "--python", folder, ...args]);
};

const withPip: Installer = async (python, folder, installs) => {
  rmSync(folder, { recursive: true, force: true });
  await run(python, ["-m", "venv", folder]);
  // Python compiles the modules that it imports. Most of the packages' modules are never imported.
  const options = ["--quiet", "--disable-pip-version-check", "--no-input", "--no-compile"];
  for (const args of installs) {
    // Without PEP 517, an old pip refuses a package that has no wheel.
    const pip = ["-m", "pip", "install", "--use-pep517", ...options, ...args];
    await run(join(folder, BIN, "python"), pip);
  }
};

/** Waits until no other process installs into the folder: mocha's workers are processes. */
async function lock(file: string): Promise<() => void> {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => {
        rmSync(file, { force: true });
      };
    } catch {
      if (!isHeld(file)) rmSync(file, { force: true });
      await sleep(500);
    }
  }
}

/** Whether the process that made the lock still runs. A lock that has just vanished counts as held, so the caller tries again. */
function isHeld(file: string): boolean {
  let owner: number;
  try {
    owner = Number(readFileSync(file, "utf8"));
  } catch {
    return true;
  }
  try {
    return process.kill(owner, 0);
  } catch {
    return false;
  }
}

/** The path of the first Python that is new enough. */
async function firstPython({ pythons, leastMinor }: VirtualEnvironment) {
  for (const python of pythons) {
    const test = `import sys; print(sys.executable); sys.exit(sys.version_info < (3, ${leastMinor}))`;
    const path = await run(python, ["-c", test]).then(
      ({ stdout }) => stdout.trim(),
      () => "",
    );
    if (path !== "") return path;
  }
  return undefined;
}
