import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join, sep } from "node:path";

/**
 * The file that a command's name stands for on the PATH, or undefined. Commands of npm packages are passed over: in every npm
 * script they stand first, and on the reader's own PATH they are not.
 */
export function onPath(command: string, env: NodeJS.ProcessEnv): string | undefined {
  const file = process.platform === "win32" ? `${command}.exe` : command;
  return (env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, file))
    .find((path) => isExecutable(path) && !isNpmPackage(path));
}

/** Whether a file is there and can be run. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() && statSync(file).size > 0;
  } catch {
    return false;
  }
}

function isNpmPackage(file: string): boolean {
  return realpathSync(file).includes(`${sep}node_modules${sep}`);
}
