import { createRequire } from "node:module";
import { wrap } from "./compiledModules";

const bundles = new Map<string, unknown>();
let isSet = false;

/** Makes esbuild build each bundle once in this process. Without it, the policy pack bundles its rules on every load. */
export function bundleOnce(): void {
  if (isSet) return;
  isSet = true;
  const load = createRequire(__filename);
  const esbuild: unknown = load("esbuild");
  const module = load.cache[load.resolve("esbuild")];
  if (module === undefined || typeof esbuild !== "object") throw new Error("esbuild is not loaded");
  // The exports of esbuild are read-only, so a changed copy replaces the module.
  const copy = { ...esbuild };
  wrap(copy, "buildSync", (build, options: unknown) => {
    const key = JSON.stringify(options);
    const bundle = bundles.get(key) ?? build(options);
    bundles.set(key, bundle);
    return bundle;
  });
  module.exports = copy;
}
