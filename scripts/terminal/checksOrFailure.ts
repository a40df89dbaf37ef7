import type { Check } from "./report";
import { ScriptError } from "./scriptError";

/** Runs checks. An error becomes one failed check, so that the other checks still run. */
export async function checksOrFailure(
  name: string,
  make: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await make();
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    const { message: detail, cure } = error;
    return [{ name, result: "fail", detail, ...(cure === undefined ? {} : { cure }) }];
  }
}
