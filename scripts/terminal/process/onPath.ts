import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join, sep } from "node:path";

/**
 * Finds a command on the PATH. Commands of npm packages are skipped: npm puts them first on the PATH of its scripts, but they are
 * not on the user's own PATH.
 */
export function onPath(command: string, env: NodeJS.ProcessEnv): string | undefined {
  const file = process.platform === "win32" ? `${command}.exe` : command;
  return (env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, file))
    .find((path) => isExecutable(path) && !isNpmPackage(path));
}

/** Whether a file exists and can be executed. */
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
