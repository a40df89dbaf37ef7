import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { isRecord } from "../../offline/engine/wire";
import { temporaryFolder } from "../support/temporaryFolder";

const ROOT = resolve(__dirname, "../..");

/**
 * Packs a package of this repository as `npm publish` would. Keeps the tarball under `.cache/` until the package's files or the
 * installed packages change, because to compile the components takes as long as all other cases about them.
 * @returns the tarball's path
 */
export function pack(folder: string): string {
  const destination = join(ROOT, ".cache", `${folder}-tarball-${digest(folder)}`);
  const made = existsSync(destination) ? readdirSync(destination) : [];
  const tarball = made.find((name) => name.endsWith(".tgz"));
  if (tarball !== undefined) return join(destination, tarball);
  const packed = temporaryFolder("packed");
  npm(["pack", "--silent", "--pack-destination", packed], join(ROOT, folder));
  mkdirSync(destination, { recursive: true });
  for (const name of readdirSync(packed)) {
    const copy = join(destination, `${name}.${process.pid}`);
    copyFileSync(join(packed, name), copy);
    renameSync(copy, join(destination, name));
  }
  return pack(folder);
}

/** Digest of a package's files and of the versions of all packages. */
function digest(folder: string): string {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => !/^(dist|node_modules)(\W|$)/.test(name))
    .map((name) => join(folder, name))
    .filter((name) => statSync(join(ROOT, name)).isFile());
  const hash = createHash("sha256");
  for (const name of ["package-lock.json", ...files.sort()]) {
    hash.update(`${name}\0`).update(readFileSync(join(ROOT, name)));
  }
  return hash.digest("hex").slice(0, 12);
}

/** Puts a tarball's files into a folder, as npm does. */
export function unpack(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"]);
}

/**
 * Installs a package's tarball into an empty project. Keeps the package's dependencies under `.cache/` until its package.json changes.
 * The package itself always comes from the tarball.
 * @returns the project's folder
 * @throws with npm's own output when it fails
 */
export function installPacked(folder: string): string {
  const project = temporaryFolder("packed");
  const tarball = pack(folder);
  const manifest = readFileSync(join(ROOT, folder, "package.json"), "utf8");
  const installed = installOnce(folder, manifest, tarball);
  const files = join(installed, "node_modules", nameIn(manifest));
  rmSync(files, { recursive: true, force: true });
  unpack(tarball, files);
  symlinkSync(join(installed, "node_modules"), join(project, "node_modules"));
  writeFileSync(join(project, "package.json"), '{ "private": true }');
  return project;
}

function installOnce(folder: string, manifest: string, tarball: string): string {
  const key = createHash("sha256").update(manifest).digest("hex").slice(0, 12);
  const installed = join(ROOT, ".cache", `${folder}-package-${key}`);
  const done = join(installed, "installed");
  if (existsSync(done)) return installed;
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, "package.json"), '{ "private": true }');
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--silent"];
  npm(["install", ...quiet, tarball], installed);
  writeFileSync(done, "");
  return installed;
}

function nameIn(manifest: string): string {
  const parsed: unknown = JSON.parse(manifest);
  return isRecord(parsed) ? String(parsed["name"]) : "";
}

function npm(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd, encoding: "utf8" });
  if (status !== 0)
    throw new Error(`npm ${args.join(" ")} ended with ${String(status)}: ${stderr}`);
  return stdout;
}
