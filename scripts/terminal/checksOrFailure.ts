import type { Check } from "./report";
import { EXIT, ScriptError } from "./scriptError";

/** Runs checks. An error becomes one failed check, so that the other checks still run. An interrupt stays an error. */
export async function checksOrFailure(
  name: string,
  make: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof ScriptError) || error.exitCode === EXIT.interrupted) throw error;
    const { message: detail, fix } = error;
    return [{ name, result: "fail", detail, ...(fix === undefined ? {} : { fix }) }];
  }
}
