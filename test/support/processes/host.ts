import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { sep } from "node:path";
import { isRecord } from "../../../offline/engine/wire";
// Loaded here, because this process keeps what it needs itself: the bundles stay from one pack to the next.
import "./bundleOnce";
import { compileOnce } from "./compiledModules";
import { allowServers, closeServers } from "./servers";

// The process that hosts.ts starts: it runs one script after another, each as if it were the process's own.

const load = createRequire(__filename);

/** What this process itself needs, which no script's run may change. */
const ownFiles = new Set(Object.keys(load.cache));
const ownListeners = new Set<unknown>();

/** A script's listeners to these events of the process end with it. */
const EVENTS = ["SIGHUP", "SIGINT", "SIGTERM", "uncaughtException", "unhandledRejection"] as const;
const END_EVENTS = ["beforeExit", "exit"] as const;

/** Pulumi's runner waits until nothing is left to do, then takes leave of the engine, and waits once more. */
const IDLE_TURNS = 4;

/** Whether the script is a program or a pack of Pulumi's, and whether the last one of them failed. */
let isProject = false;
let hasFailed = false;

/** Written to both pipes at the script's end; empty while none runs. */
let endMark = "";
let idleTurns = 0;

process.on("message", (message: unknown) => {
  if (message === "close servers") closeServers();
  if (!isRecord(message)) return;
  endMark = String(message["mark"]);
  begin(message);
});
process.on("disconnect", () => process.exit());
// Node emits it when nothing is left to do: here a process of the script's own would have ended.
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
  // A test's folder holds a link to the packages, and Node knows a loaded file by its real path.
  const file = realpathSync(String(script));
  process.argv = [process.execPath, file, ...(Array.isArray(args) ? args.map(String) : [])];
  // While this process waits for a message, it is not idle, and the script's end would not be seen.
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
 * Lets the project's own modules be loaded anew, and with them all that Pulumi's SDK keeps of a program or a pack. After a failure the
 * SDK is loaded anew itself, because nobody knows what it keeps then.
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

/** A script listens to its process, and to its output's errors. */
function removeListeners(): void {
  const off = process.removeListener.bind(process);
  for (const event of [...EVENTS, ...END_EVENTS]) {
    const listeners = process.rawListeners(event).filter((listener) => !ownListeners.has(listener));
    for (const listener of listeners) Reflect.apply(off, undefined, [event, listener]);
  }
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners("error");
}
