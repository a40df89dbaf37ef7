import { join, resolve } from "node:path";
import { virtualEnvironment, type PythonTools } from "../python/virtualEnvironment";

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
