import type { Context } from "mocha";
import { findPulumiCli } from "../../scripts/stack/pulumiCli";

/**
 * Skips a case, or all cases of a suite from its `before` hook, and prints how many they are and why. `.ci/run` adds the numbers
 * up by reason.
 */
export function skip(context: Context, reason: string): never {
  const { test } = context;
  const isHook = test?.title.startsWith('"before all" hook') === true;
  const cases = isHook ? (test.parent?.total() ?? 1) : 1;
  process.stderr.write(`    skipped ${cases}: ${reason}\n`);
  return context.skip();
}

/** Skips what a machine lacks that every CI has. In CI it throws: there nobody would see that the tests were left out. */
export function skipOutsideCi(context: Context, reason: string): never {
  if (isCi(process.env)) throw new Error(`in CI nothing is skipped because of this: ${reason}`);
  return skip(context, reason);
}

/** Skips where there is no Pulumi CLI. CI runs these cases in the job that installs one. */
export function skipWithoutCli(context: Context): void {
  if (findPulumiCli(process.env) !== undefined) return;
  skip(context, "no Pulumi CLI on the PATH (npx pulumi version downloads one)");
}

/** Whether a run is a CI's, to judge by the variable that all of them set. */
function isCi({ CI = "" }: NodeJS.ProcessEnv): boolean {
  return CI !== "" && CI !== "0" && CI.toLowerCase() !== "false";
}
