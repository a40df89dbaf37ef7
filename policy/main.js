const Module = require("node:module");

// The SDK loads these to serialise functions and to drive the CLI, which no policy does: a third of the pack's start.
leaveOut("@npmcli/arborist");
leaveOut("normalize-package-data");
leaveOut("@pulumi/pulumi/automation");
// The engine loads every pack through ts-node, file by file. tsx takes over from here: the same TypeScript, half a second
// sooner at every preview. `npm run check` holds the types.
require("tsx/cjs");
require("./index.ts");

/** Leaves out a module that the SDK would load. */
function leaveOut(name) {
  try {
    const sdk = require.resolve("@pulumi/pulumi", { paths: [require.resolve("@pulumi/policy")] });
    const file = require.resolve(name, { paths: [sdk] });
    require.cache[file] = Object.assign(new Module(file), { loaded: true });
  } catch {
    // Another version of the SDK may do without it.
  }
}
