const Module = require("node:module");

leaveOut("@npmcli/arborist");
// The engine loads every pack through ts-node, file by file. tsx takes over from here: the same TypeScript, half a second
// sooner at every preview. `npm run check` holds the types.
require("tsx/cjs");
require("./index.ts");

/**
 * Leaves out a module that the SDK would load. npm's arborist is there to serialise functions, which no policy does, and takes
 * a third of the time that the pack needs to start.
 */
function leaveOut(name) {
  try {
    const sdk = require.resolve("@pulumi/pulumi", { paths: [require.resolve("@pulumi/policy")] });
    const file = require.resolve(name, { paths: [sdk] });
    require.cache[file] = Object.assign(new Module(file), { loaded: true });
  } catch {
    // Another version of the SDK may do without it.
  }
}
