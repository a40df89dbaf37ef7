// Node loads this before the program (`nodeargs` in Pulumi.yaml); it halves the program's time to start.
// What it puts off or leaves out, a program that serialises no functions never needs; `npm run bench` measures the gain.
const Module = require("node:module");

const SDK = { paths: [require.resolve("@pulumi/pulumi")] };

// The SDK loads these to serialise functions, as for AWS Lambda callbacks, and to drive the CLI: half of its time to load.
loadWhenUsed("typescript");
loadWhenUsed("@npmcli/arborist");
loadWhenUsed("@pulumi/pulumi/automation");
// Under tsx, Node itself maps stacks to the TypeScript sources. Mapping them twice costs time for every resource.
provide("source-map-support/register", {});

// For `require` alone: tsx's loader for ES modules would start a thread that no module of this program needs.
require("tsx/cjs");

/** Hands out the module in name only, until somebody takes something from it. */
function loadWhenUsed(name) {
  let loaded;
  const load = () => {
    const file = require.resolve(name, SDK);
    delete require.cache[file];
    return require(file);
  };
  provide(
    name,
    new Proxy({}, { get: (_, key) => key === "__esModule" || (loaded ??= load())[key] }),
  );
}

/** Sets what `require` finds under the SDK's name of a module. */
function provide(name, exports) {
  const file = require.resolve(name, SDK);
  require.cache[file] = Object.assign(new Module(file), { exports, loaded: true });
}
