import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { configFile } from "../stack/pulumiErrors";

/**
 * What to commit after the stack's file has changed; undefined where it is committed, ignored, or in no git repository. A clone
 * without the file's present content plans the stack back to what the clone has.
 */
export async function commitNote(folder: string, stack: string): Promise<string | undefined> {
  const file = configFile(stack);
  const args = ["status", "--porcelain", "--untracked-files=all", "--", file];
  try {
    const { stdout } = await promisify(execFile)("git", args, { cwd: folder });
    if (stdout.trim() === "") return undefined;
    const how = stdout.startsWith("??")
      ? "is not in git yet"
      : "has changes that are not committed";
    return [
      `${file} ${how}: git add ${file} && git commit -m "Settings of ${stack}"`,
      "  A clone without it would take the stack back. The secrets in it are encrypted.",
    ].join("\n");
  } catch {
    return undefined;
  }
}
