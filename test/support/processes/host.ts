import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { sep } from "node:path";
import { isRecord } from "../../../offline/engine/wire";
// Modules of this process stay loaded. The import is here so that bundles are kept from one pack to the next.
import "./bundleOnce";
import { compileOnce } from "./compiledModules";
import { allowServers, closeServers } from "./servers";

// The process that hosts.ts starts. It runs one script after another, and each script sees the process as its own.

const load = createRequire(__filename);

/** State that this process itself needs. No script may change it. */
const ownFiles = new Set(Object.keys(load.cache));
const ownListeners = new Set<unknown>();

/** Events of the process. Listeners that a script adds to them are removed when it ends. */
const EVENTS = ["SIGHUP", "SIGINT", "SIGTERM", "uncaughtException", "unhandledRejection"] as const;
const END_EVENTS = ["beforeExit", "exit"] as const;

/** `beforeExit` events to wait for. When nothing is left to do, Pulumi's runner disconnects from the engine and then waits once more. */
const IDLE_TURNS = 4;

/** Whether the script is a Pulumi program or policy pack, and whether the last one failed. */
let isProject = false;
let hasFailed = false;

/** Mark that is written to both pipes when the script ends. Empty while no script runs. */
let endMark = "";
let idleTurns = 0;

process.on("message", (message: unknown) => {
  if (message === "close servers") closeServers();
  if (!isRecord(message)) return;
  endMark = String(message["mark"]);
  begin(message);
});
process.on("disconnect", () => process.exit());
// Node emits `beforeExit` when nothing is left to do. A script in its own process would have ended here.
process.on("beforeExit", () => {
  if (endMark === "") return;
  idleTurns += 1;
  if (idleTurns < IDLE_TURNS) setImmediate(() => undefined);
  else end();
});
for (const event of [...EVENTS, ...END_EVENTS]) {
  for (const listener of process.rawListeners(event)) ownListeners.add(listener);
}

function begin({ script, args, env, cwd, forget }: Record<string, unknown>): void {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
  process.chdir(String(cwd));
  // A test's folder holds a link to the packages, but Node identifies a loaded file by its real path.
  const file = realpathSync(String(script));
  process.argv = [process.execPath, file, ...(Array.isArray(args) ? args.map(String) : [])];
  // While this process waits for a message, Node never becomes idle, and the end of the script would not be noticed.
  process.channel?.unref();
  idleTurns = 0;
  allowServers();
  Reflect.deleteProperty(load.cache, file);
  isProject = forget === "project";
  if (isProject) {
    compileOnce();
    forgetProject();
  }
  load(file);
}

/**
 * Unloads the project's own modules and resets the state that Pulumi's SDK keeps of a program or a pack. After a failure it unloads
 * the SDK too, because the SDK's state is then unknown.
 */
function forgetProject(): void {
  const sdk = hasFailed ? `${sep}@pulumi${sep}` : `${sep}@pulumi${sep}policy${sep}`;
  for (const file of Object.keys(load.cache)) {
    const isPackage = file.includes(`${sep}node_modules${sep}`);
    if (!ownFiles.has(file) && (!isPackage || file.includes(sdk))) {
      Reflect.deleteProperty(load.cache, file);
    }
  }
  Reflect.deleteProperty(globalThis, "globalStore");
}

function end(): void {
  for (const listener of process.rawListeners("exit")) {
    if (!ownListeners.has(listener)) Reflect.apply(listener, process, [process.exitCode ?? 0]);
  }
  const code = Number(process.exitCode ?? 0);
  hasFailed = isProject && code !== 0;
  process.exitCode = undefined;
  removeListeners();
  process.stdout.write(endMark);
  process.stderr.write(endMark);
  endMark = "";
  process.channel?.ref();
  process.send?.({ code });
}

/** Removes the listeners that a script added to its process, and to its output for errors. */
function removeListeners(): void {
  const off = process.removeListener.bind(process);
  for (const event of [...EVENTS, ...END_EVENTS]) {
    const listeners = process.rawListeners(event).filter((listener) => !ownListeners.has(listener));
    for (const listener of listeners) Reflect.apply(off, undefined, [event, listener]);
  }
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners("error");
}
