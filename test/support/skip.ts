import type { Context } from "mocha";
import { findPulumiCli } from "../../scripts/stack/pulumiCli";

/**
 * Skips a case, or all cases of a suite from its `before` hook. Prints the number of cases and the reason. `.ci/run` adds up the
 * numbers by reason.
 */
export function skip(context: Context, reason: string): never {
  const { test } = context;
  const isHook = test?.title.startsWith('"before all" hook') === true;
  const cases = isHook ? (test.parent?.total() ?? 1) : 1;
  process.stderr.write(`    skipped ${cases}: ${reason}\n`);
  return context.skip();
}

/** Skips tests that need a tool which every CI has. In CI it throws, because nobody would notice a skip there. */
export function skipOutsideCi(context: Context, reason: string): never {
  if (isCi(process.env)) throw new Error(`in CI nothing is skipped because of this: ${reason}`);
  return skip(context, reason);
}

/** Skips tests if there is no Pulumi CLI. CI runs these cases in the job that installs one. */
export function skipWithoutCli(context: Context): void {
  if (findPulumiCli(process.env) !== undefined) return;
  skip(context, "no Pulumi CLI on the PATH (npx pulumi version downloads one)");
}

/** Whether this is a CI run, according to the environment variable that every CI sets. */
function isCi({ CI = "" }: NodeJS.ProcessEnv): boolean {
  return CI !== "" && CI !== "0" && CI.toLowerCase() !== "false";
}
