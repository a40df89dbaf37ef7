import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * The folders that the program may run in. The engine tells a pack of none: it is the folder of the process that started this
 * one, where the system tells (Linux), or the folder of the project which the shell or the pack is in.
 */
export function programFolders(): string[] {
  return [`/proc/${process.ppid}/cwd`, process.env["PWD"] ?? "/", process.cwd()].map(projectFolder);
}

/** From a folder up to Pulumi.yaml, then by its `main`; the folder itself where there is none. */
function projectFolder(start: string): string {
  for (let folder = realPath(start); ; folder = dirname(folder)) {
    const project = join(folder, "Pulumi.yaml");
    if (existsSync(project)) return mainFolder(folder, readFileSync(project, "utf8"));
    if (folder === dirname(folder)) return start;
  }
}

function realPath(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder;
}

function mainFolder(folder: string, project: string): string {
  const main = /^main:[ \t]*["']?([^"'\s#]+)/m.exec(project)?.[1];
  if (main === undefined) return folder;
  return /\.\w+$/.test(main) ? dirname(resolve(folder, main)) : resolve(folder, main);
}
