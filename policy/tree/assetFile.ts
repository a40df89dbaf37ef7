import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Largest file in bytes that is read. Lambda takes code in one piece up to 50 MiB; settings are far below this. */
const LARGEST = 4 * 1024 * 1024;

/**
 * The contents of the file behind a `FileAsset` or a `FileArchive`: its text, or base64 where it is no text. Undefined where
 * the file is not found, is a folder or is larger than 4 MiB.
 * @param path as the program gives it, relative to the program's folder.
 */
export async function assetFileContents(path: string): Promise<string | undefined> {
  for (const folder of programFolders()) {
    const contents = await contentsOf(resolve(folder, path));
    if (contents !== undefined) return contents;
  }
  return undefined;
}

async function contentsOf(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file);
    if (size > LARGEST) return undefined;
    const bytes = await readFile(file);
    return bytes.toString(isUtf8(bytes) ? "utf8" : "base64");
  } catch {
    return undefined;
  }
}

/**
 * The folders that the program may run in. No engine tells a pack: it is the folder of the process that started this one, where
 * the system tells, or that of the project which the shell or the pack stands in.
 */
function programFolders(): string[] {
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
