import { pythonTools } from "./pythonTools";

/** For mocha, before its parallel workers start: they must not all install the emulators into one folder. */
export async function mochaGlobalSetup(): Promise<void> {
  await pythonTools();
}
