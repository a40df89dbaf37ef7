import { pythonTools } from "./pythonTools";

/** Installs the emulators before mocha starts its parallel workers, so that they do not all install into one folder. */
export async function mochaGlobalSetup(): Promise<void> {
  await pythonTools();
}
