const Module = require("node:module");
const { join } = require("node:path");
const { setFlagsFromString } = require("node:v8");
const { buildSync } = require("esbuild");

// The pack runs next to the engine and the program, often on a small machine. So V8 collects garbage when the heap has grown by a
// fifth, not when it has doubled. A large text then takes a third less memory and hardly more time.
setFlagsFromString("--heap-growing-percent=20");
// The SDK loads these modules to serialise functions and to run the CLI. No policy does that, and they take a third of the pack's start.
leaveOut("@npmcli/arborist");
leaveOut("@pulumi/pulumi/typescript-shim");
leaveOut("normalize-package-data");
leaveOut("@pulumi/pulumi/automation");
endDebugging();
shareInputs();
loadRules();

/**
 * Loads the TypeScript of the rules. The engine loads a pack through ts-node, which compiles each file by itself. One bundle of all files
 * starts sooner, and calls between the files cost less. esbuild does not check types: `npm run check` does.
 */
function loadRules() {
  const { outputFiles } = buildSync({
    absWorkingDir: __dirname,
    entryPoints: ["index.ts"],
    outfile: "bundle.js",
    write: false,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
  });
  module._compile(outputFiles[0].text, join(__dirname, "bundle.js"));
}

/** Ends the session with V8's debugger in which the SDK would serialise functions. While it lasts, each `await` takes longer. */
function endDebugging() {
  try {
    const { getSessionAsync } = require("@pulumi/pulumi/runtime/closure/v8Hooks");
    getSessionAsync().then((session) => session.disconnect());
  } catch {
    // Another version of the SDK may not have this module.
  }
}

/** Lets all rules read one copy of a resource. The SDK would make a new copy for each rule, but no rule changes it. */
function shareInputs() {
  const copies = require("@pulumi/policy/deserialize");
  const proxies = require("@pulumi/policy/proxy");
  // A copy that keeps the secrets is for a remediation, which may change it.
  shareResults(copies, "deserializeProperties", (keepsSecrets) => keepsSecrets === false);
  shareResults(proxies, "unknownCheckingProxy", () => true);
}

/** Lets a function of the SDK return the same result each time that it gets the same object. */
function shareResults(module, name, mayShare) {
  const make = module[name];
  // Another version of the SDK may work differently. Each rule then gets its own copy.
  if (typeof make !== "function") return;
  const known = new WeakMap();
  module[name] = (object, option) => {
    if (!mayShare(option)) return make(object, option);
    let result = known.get(object);
    if (result === undefined) known.set(object, (result = make(object, option)));
    return result;
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
