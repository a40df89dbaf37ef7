import { join, resolve } from "node:path";
import type { Context } from "mocha";
import { virtualEnvironment, type PythonTools } from "../python/virtualEnvironment";
import { skipOutsideCi } from "../skip";

const REQUIREMENTS = join(resolve(__dirname, "../../.."), "test/emulator/requirements.txt");

/** Installs the pinned emulators, once for each state of the requirements. */
export function pythonTools(): Promise<PythonTools> {
  return virtualEnvironment({
    name: "emulators",
    pythons: ["python3"],
    leastMinor: 10,
    installs: [["-r", REQUIREMENTS]],
    requirements: [REQUIREMENTS],
  });
}

/**
 * Skips a case or a whole suite if the emulators are not installed, and prints why. In CI it fails instead, because nobody would
 * notice a skip there.
 */
export async function toolsOrSkip(context: Context): Promise<{ readonly bin: string }> {
  const tools = await pythonTools();
  if ("bin" in tools) return tools;
  return skipOutsideCi(context, tools.missing);
}
