import { createRequire } from "node:module";
import { wrap } from "./compiledModules";

const bundles = new Map<string, unknown>();
let isSet = false;

/** Lets esbuild make each bundle once in this process: the policy pack bundles its rules each time that it is loaded. */
export function bundleOnce(): void {
  if (isSet) return;
  isSet = true;
  const load = createRequire(__filename);
  const esbuild: unknown = load("esbuild");
  const module = load.cache[load.resolve("esbuild")];
  if (module === undefined || typeof esbuild !== "object") throw new Error("esbuild is not loaded");
  // What esbuild exports cannot be changed, so a copy takes its place.
  const copy = { ...esbuild };
  wrap(copy, "buildSync", (build, options: unknown) => {
    const key = JSON.stringify(options);
    const bundle = bundles.get(key) ?? build(options);
    bundles.set(key, bundle);
    return bundle;
  });
  module.exports = copy;
}
