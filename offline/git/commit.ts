import { distance } from "fastest-levenshtein";
import { wrongUse } from "../../scripts/terminal/scriptError";
import { git } from "./git";

/** A commit to compare with. */
export interface Commit {
  /** 40 hexadecimal digits, or 64. */
  readonly hash: string;
  /** How it was found, for example "merge base with origin/main". */
  readonly description: string;
}

/** Why there is no commit to compare with, with advice. */
export interface NoCommit {
  readonly reason: string;
}

/** Branches that a pull request goes to, in the order in which they are looked for. */
const DEFAULT_BRANCHES = [
  { ref: "refs/remotes/origin/main", name: "origin/main" },
  { ref: "refs/heads/main", name: "main" },
] as const;

/** Number of digits of a shortened hash. */
const SHORT_HASH = 7;

/** Returns the beginning of a commit's hash, as people write it. */
export function shortHash({ hash }: Pick<Commit, "hash">): string {
  return hash.slice(0, SHORT_HASH);
}

/** Finds the commit at which the checkout left the default branch. */
export async function mergeBase(root: string): Promise<Commit | NoCommit> {
  if (!(await git(root, ["rev-parse", "--git-dir"])).ok) {
    return { reason: "this is not a Git repository, or Git is not installed" };
  }
  for (const { name, ref } of DEFAULT_BRANCHES) {
    if (!(await git(root, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`])).ok) continue;
    const { ok, text } = await git(root, ["merge-base", "HEAD", ref]);
    if (ok) return { hash: text, description: `merge base with ${name}` };
    return {
      reason: `${name} has no commit in common with this checkout${await shallowHint(root)}`,
    };
  }
  return { reason: `there is no branch origin/main or main${await shallowHint(root)}` };
}

/**
 * Finds the commit that a branch, a tag or a hash names.
 * @throws ScriptError that names refs of a similar name
 */
export async function commitOf(root: string, ref: string): Promise<Commit> {
  if (!(await git(root, ["rev-parse", "--git-dir"])).ok) {
    throw wrongUse("--diff needs a Git repository, and Git", "run it in a clone of the repository");
  }
  // Git takes all that follows --end-of-options as a name, even "--upload-pack=…".
  const question = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const { ok, text } = await git(root, question);
  if (ok) return { hash: text, description: ref };
  const near = await similarRefs(root, ref);
  const advice =
    near.length === 0 ? "git log --oneline lists commits" : `similar names: ${near.join(", ")}`;
  throw wrongUse(
    `--diff: this checkout has no such commit, branch or tag${await shallowHint(root)}`,
    advice,
  );
}

async function shallowHint(root: string): Promise<string> {
  const { text } = await git(root, ["rev-parse", "--is-shallow-repository"]);
  return text === "true"
    ? "; the clone is shallow: fetch the whole history (git fetch --unshallow, or fetch-depth: 0 in actions/checkout)"
    : "";
}

/** Returns up to three branches and tags in which at most a third of the letters differ. */
async function similarRefs(root: string, ref: string): Promise<string[]> {
  const { text } = await git(root, [
    "for-each-ref",
    "--format=%(refname:short)",
    ...["refs/heads", "refs/remotes", "refs/tags"],
  ]);
  return text
    .split("\n")
    .map((name) => ({ name, wrong: distance(name, ref) }))
    .filter(({ name, wrong }) => name !== "" && wrong <= Math.ceil(name.length / 3))
    .sort((one, other) => one.wrong - other.wrong || (one.name < other.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}
