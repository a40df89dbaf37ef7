const Module = require("node:module");
const { setFlagsFromString } = require("node:v8");

// The pack runs next to the engine and the program, often on a small machine. So V8 collects garbage when the heap has grown by a
// fifth, not when it has doubled. A large text then takes a third less memory and hardly more time.
setFlagsFromString("--heap-growing-percent=20");
// The SDK loads these modules to serialise functions and to run the CLI. No policy does that, and they take a third of the pack's start.
leaveOut("@npmcli/arborist");
leaveOut("normalize-package-data");
leaveOut("@pulumi/pulumi/automation");
// The engine loads every pack through ts-node. From here on tsx loads the same TypeScript, which makes every preview half a second
// faster. tsx does not check types: `npm run check` does.
require("tsx/cjs");
shareInputs();
require("./index.ts");

/** Lets all rules read one copy of a resource. The SDK would make a new copy for each rule, but no rule changes it. */
function shareInputs() {
  const sdk = require("@pulumi/policy/deserialize");
  const unpack = sdk.deserializeProperties;
  // Another version of the SDK may work differently. Each rule then gets its own copy.
  if (typeof unpack !== "function") return;
  const known = new WeakMap();
  sdk.deserializeProperties = (properties, ...options) => {
    // A copy that keeps the secrets is for a remediation, which may change it.
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
    // Another version of the SDK may not have this module.
  }
}
