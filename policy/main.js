const Module = require("node:module");
const { setFlagsFromString } = require("node:v8");

// The pack runs next to the engine and the program, often on a small machine: V8 collects garbage after a fifth more memory,
// not after twice as much. A large text then takes a third less memory and hardly more time.
setFlagsFromString("--heap-growing-percent=20");
// The SDK loads these to serialise functions and to drive the CLI, which no policy does: a third of the pack's start.
leaveOut("@npmcli/arborist");
leaveOut("normalize-package-data");
leaveOut("@pulumi/pulumi/automation");
// The engine loads every pack through ts-node, file by file. tsx takes over from here: the same TypeScript, half a second
// sooner at every preview. `npm run check` holds the types.
require("tsx/cjs");
shareInputs();
require("./index.ts");

/** Lets all rules read one copy of a resource: the SDK unpacks it anew for each of them, and none of these changes it. */
function shareInputs() {
  const sdk = require("@pulumi/policy/deserialize");
  const unpack = sdk.deserializeProperties;
  // Another version of the SDK may do it differently: then each rule gets a copy of its own.
  if (typeof unpack !== "function") return;
  const known = new WeakMap();
  sdk.deserializeProperties = (properties, ...options) => {
    // With secrets kept, the copy is for a remediation, which may change it.
    if (options[0] !== false) return unpack(properties, ...options);
    const copy = known.get(properties) ?? unpack(properties, ...options);
    known.set(properties, copy);
    return copy;
  };
}

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
