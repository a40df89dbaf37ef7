import { resolve } from "node:path";

const FOLDER = resolve(__dirname, "../../node_modules/.cache/node");

/**
 * Lets Node keep what it has compiled for the processes that are started from here on, the policy pack above all: it loads
 * TypeScript's compiler at every start. Node before version 22 does not know the setting; the user's own comes first.
 */
export function useCompileCache(env: NodeJS.ProcessEnv = process.env): void {
  env["NODE_COMPILE_CACHE"] ??= FOLDER;
}
