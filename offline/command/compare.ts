import { readStackFile, stackNames } from "../config/project";
import { explanation } from "./explanation";
import { planDifference, type PlanDifference } from "../difference/planDifference";
import type { Request } from "./commandLine";
import { wrongUse } from "../../scripts/terminal/scriptError";
import { folderDiffers } from "../git/folders";
import { commitOf, mergeBase, shortHash, type Commit, type NoCommit } from "../git/commit";
import { snapshotOf } from "../git/snapshot";
import type { PlanSource, PlanWithSecrets } from "./planOf";
import type { Plan } from "../report/plan";

/** The difference to another commit's plan. */
export interface Comparison {
  readonly commit: Commit;
  readonly difference: PlanDifference;
  /** Limits of the comparison that the reader must know. */
  readonly notes: readonly string[];
}

/** The plan of the checkout, with the difference to another commit's plan, or the reason why there is none. */
export interface ComparedPlan extends PlanWithSecrets {
  readonly comparison: Comparison | { readonly missing: string };
}

/** The plan of the other commit. */
interface OtherPlan {
  /** Undefined where the stack does not exist there. */
  readonly plan: PlanWithSecrets | undefined;
  readonly notes: readonly string[];
}

/**
 * Plans the checkout, uncommitted changes included, and the commit that the request names. If it names none, the other side is the
 * commit at which the checkout left the default branch. If that one cannot be planned, the result has no difference.
 * @throws ScriptError for a commit that does not exist
 */
export async function comparedPlan(
  request: Request,
  source: PlanSource,
  signal: AbortSignal,
): Promise<ComparedPlan> {
  const commit = await commitFor(request, source.root);
  const failed = new AbortController();
  const any = AbortSignal.any([signal, failed.signal]);
  const own = source.makePlan(request, source, any);
  const other =
    "hash" in commit
      ? otherPlan(request, source, commit, any).catch((error: unknown) =>
          unknownPlan(request, commit, error),
        )
      : { reason: commit.reason };
  try {
    const [now, before] = await Promise.all([own, other]);
    if ("reason" in before || !("hash" in commit)) {
      return { ...now, comparison: { missing: "reason" in before ? before.reason : "" } };
    }
    const difference = planDifference(before.plan?.plan ?? emptyPlan(now.plan), now.plan);
    const notes = [...before.notes, ...(await buildContextNotes(source.root, commit, now.plan))];
    const secrets = [...now.secrets, ...(before.plan?.secrets ?? [])];
    return { plan: now.plan, secrets, comparison: { commit, difference, notes } };
  } finally {
    failed.abort();
    await Promise.allSettled([own, other]);
  }
}

function commitFor({ diff }: Request, root: string): Promise<Commit | NoCommit> {
  return diff === undefined ? mergeBase(root) : commitOf(root, diff);
}

async function otherPlan(
  request: Request,
  { root, ...source }: PlanSource,
  commit: Commit,
  signal: AbortSignal,
): Promise<OtherPlan> {
  const snapshot = await snapshotOf(root, commit, signal);
  try {
    const notes = snapshot.samePackages
      ? []
      : [
          "package-lock.json differs between the two commits. Both plans were made with the packages that are installed now.",
        ];
    if (!stackNames(snapshot.root).includes(request.stack)) {
      const text = `Stack ${request.stack} does not exist at ${shortHash(commit)}: everything in it is new.`;
      return { plan: undefined, notes: [...notes, text] };
    }
    const stackFile = readStackFile(snapshot.root, request.stack);
    const other = { ...source, root: snapshot.root, stackFile };
    return { plan: await source.makePlan(request, other, signal), notes };
  } finally {
    snapshot.remove();
  }
}

/** @throws where the request names the commit, because the difference to it is all that was asked for */
function unknownPlan({ diff }: Request, commit: Commit, error: unknown): NoCommit {
  const reason = `the plan at ${shortHash(commit)} (${commit.description}) cannot be made: ${explanation(error)}`;
  if (diff !== undefined) throw wrongUse(reason);
  return { reason };
}

/** The plan of a stack that does not exist. */
function emptyPlan(plan: Plan): Plan {
  const passes = plan.passes.map((pass) => ({
    ...pass,
    resources: [],
    outputs: {},
    messages: [],
    violations: [],
  }));
  return { ...plan, passes };
}

/** Notes on changed image files. A plan holds the folder from which an image is built, but not the files in it. */
async function buildContextNotes(root: string, commit: Commit, plan: Plan): Promise<string[]> {
  const folders = (plan.passes.at(-1)?.resources ?? []).flatMap(({ inputs }) => {
    const { context, platform, repositoryUrl } = inputs;
    const isImage = platform !== undefined && repositoryUrl !== undefined;
    return isImage && typeof context === "string" ? [context] : [];
  });
  const changed: string[] = [];
  for (const folder of new Set(folders)) {
    if (await folderDiffers(root, commit, folder)) changed.push(folder);
  }
  return changed.map((folder) => `Files in ${folder}/ differ: the image is built anew from them.`);
}
