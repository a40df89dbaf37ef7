import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Tree, TreeObject } from "./tree";

/** Most bytes that are read of one asset, and of one file in a folder. Settings are far smaller. */
const LARGEST = 4 * 1024 * 1024;
const LARGEST_IN_FOLDER = 256 * 1024;

/** Folders inside an archive's that hold what others wrote. */
const FOREIGN_FOLDERS = /(?:^|[\\/])(?:node_modules|\.git|\.venv|site-packages)(?:[\\/]|$)/;

/**
 * The contents of the file or folder behind a `FileAsset` or a `FileArchive`: its text, or base64 where it is no text; of a folder
 * the same for each file, by path. Undefined where it is not found or larger than 4 MiB; of a folder, 4 MiB in all are read.
 * @param path as the program gives it, relative to the program's folder.
 */
export async function assetFileContents(path: string): Promise<Tree | undefined> {
  for (const folder of programFolders()) {
    const contents = await contentsOf(resolve(folder, path));
    if (contents !== undefined) return contents;
  }
  return undefined;
}

async function contentsOf(path: string): Promise<Tree | undefined> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return await folderContents(path);
    return found.size > LARGEST ? undefined : asText(await readFile(path));
  } catch {
    return undefined;
  }
}

async function folderContents(folder: string): Promise<TreeObject> {
  const contents: (readonly [string, string])[] = [];
  let left = LARGEST;
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    if (FOREIGN_FOLDERS.test(name)) continue;
    const file = await stat(join(folder, name));
    if (!file.isFile() || file.size > Math.min(left, LARGEST_IN_FOLDER)) continue;
    contents.push([name, asText(await readFile(join(folder, name)))]);
    left -= file.size;
  }
  return Object.fromEntries(contents);
}

function asText(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? "utf8" : "base64");
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
