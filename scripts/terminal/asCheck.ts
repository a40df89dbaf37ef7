import type { Check } from "./report";
import { ScriptError } from "./scriptError";

/** Makes checks; one that cannot be made is a failed one, and the others are made all the same. */
export async function attempt(
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
