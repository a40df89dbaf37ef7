import { execFileSync } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder, type ProjectFiles } from "../support/previews";

/** Settings of Git for the tests, so that the developer's own settings have no effect. */
const SETTINGS = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

/** Runs git in a test's repository. */
export function git(folder: string, ...args: readonly string[]): string {
  const env = { ...process.env, ...SETTINGS };
  return execFileSync("git", [...args], {
    cwd: folder,
    env,
    encoding: "utf8",
    stdio: "pipe",
  }).trim();
}

/** Makes a project in a new repository, on the branch main, with one commit. */
export function repository(files: ProjectFiles): string {
  const folder = projectFolder(files);
  git(folder, "init", "--quiet", "--initial-branch=main");
  writeFileSync(join(folder, ".gitignore"), "node_modules\n.env\n*.html\n");
  commit(folder, "first");
  return folder;
}

/** Commits everything. */
export function commit(folder: string, message: string): void {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "-m", message);
}

/** Adds a text to the end of a file. */
export function append(folder: string, file: string, text: string): void {
  appendFileSync(join(folder, file), text);
}
