import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isRecord } from "../../offline/engine/wire";
import { temporaryFolder } from "../support/temporaryFolder";

const ROOT = resolve(__dirname, "../..");

/** Packs a package of this repository as `npm publish` would. @returns the tarball's path */
export function pack(folder: string, destination: string): string {
  const printed = npm(["pack", "--silent", "--pack-destination", destination], join(ROOT, folder));
  return join(destination, printed.trim().split("\n").at(-1) ?? "");
}

/** Puts a tarball's files into a folder, as npm does. */
export function unpack(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"]);
}

/**
 * Installs a package's tarball into an empty project. What it depends on is installed once for each state of its package.json, under
 * `.cache/`; the package itself is always the tarball.
 * @returns the project's folder
 * @throws with npm's own output when it fails
 */
export function installPacked(folder: string): string {
  const project = temporaryFolder("packed");
  const tarball = pack(folder, project);
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
