import type { Commit } from "./commit";
import { git } from "./git";

/** Returns whether a folder of the checkout differs from a commit's, in files that git tracks or could track. */
export async function folderDiffers(
  root: string,
  { hash }: Commit,
  folder: string,
): Promise<boolean> {
  const tracked = await git(root, ["diff", "--quiet", "--no-ext-diff", hash, "--", folder]);
  if (!tracked.ok) return true;
  const listed = ["ls-files", "--others", "--exclude-standard", "--", folder];
  return (await git(root, listed)).text !== "";
}
