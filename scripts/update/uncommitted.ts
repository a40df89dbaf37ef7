import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { configFile } from "../stack/pulumiErrors";

/**
 * A note that the stack's file should be committed. Undefined if it is committed or ignored, or if there is no git repository. An
 * update from a clone without the change would change the stack back.
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
      "  A clone without it would change the stack back. The secrets in it are encrypted.",
    ].join("\n");
  } catch {
    return undefined;
  }
}
