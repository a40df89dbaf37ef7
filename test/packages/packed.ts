import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { temporaryFolder } from "../support/temporaryFolder";

const ROOT = resolve(__dirname, "../..");

/** Packs a package of this repository as `npm publish` would. @returns the tarball's path */
export function pack(folder: string, destination: string): string {
  const printed = npm(["pack", "--silent", "--pack-destination", destination], join(ROOT, folder));
  return join(destination, printed.trim().split("\n").at(-1) ?? "");
}

/**
 * Installs a package's tarball into an empty project.
 * @returns the project's folder
 * @throws with npm's own output when it fails
 */
export function installPacked(folder: string): string {
  const project = temporaryFolder("packed");
  writeFileSync(join(project, "package.json"), '{ "private": true }');
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--silent"];
  npm(["install", ...quiet, pack(folder, project)], project);
  return project;
}

function npm(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync("npm", args, { cwd, encoding: "utf8" });
  if (status !== 0)
    throw new Error(`npm ${args.join(" ")} ended with ${String(status)}: ${stderr}`);
  return stdout;
}
