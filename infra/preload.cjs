// Node loads this before the program (`nodeargs` in Pulumi.yaml); it more than halves the program's time to start.
// What it puts off or leaves out, a program that serialises no functions never needs; `npm run bench` measures the gain.
const Module = require("node:module");
const leaveOutPromiseStacks = require("./promiseStacks.cjs");

const SDK = { paths: [require.resolve("@pulumi/pulumi")] };

// The SDK loads these to serialise functions, as for AWS Lambda callbacks, and to drive the CLI: half of its time to load.
loadWhenUsed("typescript");
loadWhenUsed("@npmcli/arborist");
loadWhenUsed("@pulumi/pulumi/automation");
// And these to send traces, as `pulumi --tracing` asks: it takes their names at once, and calls none without that option.
if (process.env.TRACEPARENT === undefined) {
  loadWhenCalled([
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace-base",
    "@opentelemetry/sdk-trace-node",
    "@opentelemetry/exporter-zipkin",
    "@opentelemetry/instrumentation",
    "@opentelemetry/instrumentation-grpc",
  ]);
}
changeWhenLoaded("@pulumi/pulumi/runtime/debuggable", leaveOutPromiseStacks);
// Under tsx, Node itself maps stacks to the TypeScript sources. Mapping them twice costs time for every resource.
provide(require.resolve("source-map-support/register", SDK), {});

// For `require` alone: tsx's loader for ES modules would start a thread that no module of this program needs.
require("tsx/cjs");

/** Hands out the module in name only, until somebody takes something from it. */
function loadWhenUsed(name) {
  const file = require.resolve(name, SDK);
  let loaded;
  const load = () => {
    if (loaded === undefined) delete require.cache[file];
    return (loaded ??= require(file));
  };
  provide(file, new Proxy({}, { get: (_, key) => key === "__esModule" || load()[key] }));
}

/** Hands out the modules' functions and classes in name only, until one is called: then all are loaded as they are. */
function loadWhenCalled(names) {
  const files = names.map((name) => require.resolve(name, SDK));
  const load = (file) => {
    for (const each of files.splice(0)) delete require.cache[each];
    return require(file);
  };
  for (const file of [...files]) {
    const member = (key) =>
      new Proxy(function () {}, {
        apply: (_, self, args) => Reflect.apply(load(file)[key], self, args),
        construct: (_, args) => Reflect.construct(load(file)[key], args),
      });
    provide(file, new Proxy({}, { get: (_, key) => key === "__esModule" || member(key) }));
  }
}

/** Lets the module be changed as soon as somebody loads it. */
function changeWhenLoaded(name, change) {
  const file = require.resolve(name, SDK);
  const load = () => {
    delete require.cache[file];
    const exports = require(file);
    change(exports);
    return exports;
  };
  const standIn = Object.assign(new Module(file), { loaded: true });
  require.cache[file] = Object.defineProperty(standIn, "exports", { get: load });
}

/** Sets what `require` finds in the place of a file. */
function provide(file, exports) {
  require.cache[file] = Object.assign(new Module(file), { exports, loaded: true });
}
