import { createRequire } from "node:module";
import { isRecord } from "../../../offline/engine/wire";

// The process that scriptHosts.ts starts: it runs one script after another, each as if it were the process's own.

const load = createRequire(__filename);

/** Written to both pipes at the script's end; empty while none runs. */
let endMark = "";

process.on("message", (message: unknown) => {
  if (!isRecord(message)) return;
  endMark = String(message["mark"]);
  begin(message);
});
process.on("disconnect", () => process.exit());

// Node emits it when nothing is left to do: here a process of the script's own would have ended.
process.on("beforeExit", () => {
  if (endMark === "") return;
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  removeListeners();
  process.stdout.write(endMark);
  process.stderr.write(endMark);
  endMark = "";
  process.channel?.ref();
  process.send?.({ code });
});

function begin({ script, args, env, cwd }: Record<string, unknown>): void {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, env);
  process.chdir(String(cwd));
  const file = String(script);
  process.argv = [process.execPath, file, ...(Array.isArray(args) ? args.map(String) : [])];
  // While this process waits for a message, it is not idle, and the script's end would not be seen.
  process.channel?.unref();
  // The script alone is loaded anew. Its modules stay: what they load late by import() stays too, and must meet the same classes.
  Reflect.deleteProperty(load.cache, file);
  load(file);
}

/** A script listens to signals and to its output's errors; this process itself listens to neither. */
function removeListeners(): void {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"]) process.removeAllListeners(signal);
  for (const stream of [process.stdout, process.stderr]) stream.removeAllListeners("error");
}
