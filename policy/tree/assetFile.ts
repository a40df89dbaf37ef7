import { isUtf8 } from "node:buffer";
import { existsSync, readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Largest file in bytes that is read. Lambda takes code in one piece up to 50 MiB; settings are far below this. */
const LARGEST = 4 * 1024 * 1024;

/**
 * The contents of the file behind a `FileAsset` or a `FileArchive`: its text, or base64 where it is no text. Undefined where
 * there is no such file, it is a folder or it is larger than 4 MiB.
 * @param path as the program gives it, relative to the program's folder.
 */
export async function assetFileContents(path: string): Promise<string | undefined> {
  try {
    const file = resolve(programFolder(), path);
    const { size } = await stat(file);
    if (size > LARGEST) return undefined;
    const bytes = await readFile(file);
    return bytes.toString(isUtf8(bytes) ? "utf8" : "base64");
  } catch {
    return undefined;
  }
}

/**
 * The folder that the program runs in, as the engine finds it: from the folder that the CLI was started in up to Pulumi.yaml, then
 * by its `main`. A pack itself runs in its own folder.
 */
function programFolder(): string {
  const start = process.env["PWD"] ?? process.cwd();
  for (let folder = start; ; folder = dirname(folder)) {
    const project = join(folder, "Pulumi.yaml");
    if (existsSync(project)) return mainFolder(folder, readFileSync(project, "utf8"));
    if (folder === dirname(folder)) return start;
  }
}

function mainFolder(folder: string, project: string): string {
  const main = /^main:[ \t]*["']?([^"'\s#]+)/m.exec(project)?.[1];
  if (main === undefined) return folder;
  return /\.\w+$/.test(main) ? dirname(resolve(folder, main)) : resolve(folder, main);
}
