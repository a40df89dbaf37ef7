import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { wrongUse } from "../../scripts/terminal/scriptError";
import type { Commit } from "./commit";
import { git } from "./git";

/** The files of a commit, in a folder of their own. */
export interface Snapshot {
  /** The project's folder in it. */
  readonly root: string;
  /** Whether package-lock.json is the same as in the checkout. */
  readonly samePackages: boolean;
  /** Deletes it. */
  remove(): void;
}

/**
 * Writes a commit's files into a temporary folder, with the packages that are installed in the checkout. The repository is only
 * read: the index is in the temporary folder, so that even a killed run leaves nothing in the repository.
 *
 * @param signal deletes the folder at once; it is also aborted when the process ends
 */
export async function snapshotOf(
  root: string,
  commit: Commit,
  signal: AbortSignal,
): Promise<Snapshot> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-plan-"));
  const writing = new AbortController();
  const remove = (): void => {
    signal.removeEventListener("abort", remove);
    // Git ends first: it would make the folder again.
    writing.abort();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  signal.addEventListener("abort", remove);
  if (signal.aborted) writing.abort();
  try {
    const files = join(folder, "files");
    const project = join(files, await writeFiles(root, commit, folder, files, writing.signal));
    linkPackages(root, project);
    return { root: project, samePackages: sameFile(root, project, "package-lock.json"), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Returns the project's path inside the repository. */
async function writeFiles(
  root: string,
  { hash }: Commit,
  folder: string,
  files: string,
  signal: AbortSignal,
): Promise<string> {
  const { text: prefix } = await git(root, ["rev-parse", "--show-prefix"], { signal });
  const { text: top } = await git(root, ["rev-parse", "--show-toplevel"], { signal });
  const own = { env: { GIT_INDEX_FILE: join(folder, "index") }, signal };
  for (const args of [
    ["read-tree", hash],
    ["checkout-index", "--all", "--quiet", `--prefix=${files}/`],
  ]) {
    if ((await git(top, args, own)).ok) continue;
    throw wrongUse(
      "the files of the other commit cannot be written to the temporary folder",
      "look at the free space there, and at git fsck",
    );
  }
  return prefix;
}

/**
 * Links every installed package. A workspace's package is a link into the checkout. Here it links to the commit's own folder instead.
 */
function linkPackages(root: string, project: string): void {
  const installed = join(root, "node_modules");
  const target = join(project, "node_modules");
  for (const name of packagesIn(installed)) {
    const from = join(installed, name);
    const to = join(target, name);
    mkdirSync(dirname(to), { recursive: true });
    const workspace = lstatSync(from).isSymbolicLink()
      ? insideOf(root, realpathSync(from))
      : undefined;
    symlinkSync(workspace === undefined ? from : join(project, workspace), to);
  }
}

function packagesIn(folder: string): string[] {
  return entriesOf(folder).flatMap((name) =>
    name.startsWith("@") ? entriesOf(join(folder, name)).map((each) => join(name, each)) : [name],
  );
}

function entriesOf(folder: string): string[] {
  return readdirSync(folder).filter((name) => !name.startsWith("."));
}

/** The path relative to a folder. Undefined for a path outside it, and for a package that npm installed. */
function insideOf(folder: string, path: string): string | undefined {
  const below = relative(realpathSync(folder), path);
  return below.startsWith("..") || below.startsWith("node_modules") ? undefined : below;
}

function sameFile(one: string, other: string, name: string): boolean {
  const [a, b] = [one, other].map((folder) => readIfThere(join(folder, name)));
  return a === b;
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
