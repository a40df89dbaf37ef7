import { resolve } from "node:path";

const FOLDER = resolve(__dirname, "../../../node_modules/.cache/node");

/**
 * Lets Node cache compiled code for later child processes. The policy pack gains most, because it loads TypeScript's compiler at
 * every start. Node before version 22 ignores the setting. The user's own setting has priority.
 */
export function useCompileCache(env: NodeJS.ProcessEnv = process.env): void {
  env["NODE_COMPILE_CACHE"] ??= FOLDER;
}
