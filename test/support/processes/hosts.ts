import { spawn, type ChildProcess } from "node:child_process";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HostedProcess } from "./hostedProcess";

/** The arguments with which npm lets Node load a script: see package.json. */
export const LOADER = ["--require", resolve(__dirname, "../../../scripts/preload.cjs")];

/** What a script printed and how it ended. */
export interface ScriptResult {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A script as a process would run it. */
export interface HostedScript {
  /** Path of its file. */
  readonly script: string;
  readonly args: readonly string[];
  /** The whole environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** Which processes may run a script, and what they load anew for it. */
export interface HostKind {
  readonly name: string;
  /** Node's own arguments. */
  readonly nodeArguments: readonly string[];
  /** The script alone, or all of the project's modules: what a script loads late by `import()` must meet the same classes. */
  readonly forget: "script" | "project";
}

const SCRIPTS: HostKind = { name: "script", nodeArguments: [], forget: "script" };

/** A script that takes longer to end keeps its host to itself. */
const END_LIMIT_MS = 2000;

/** A process of host.ts. */
interface Host {
  readonly child: ChildProcess;
  /** What it was started with: arguments, and the variables that Node reads when it starts. */
  readonly key: string;
}

/** Hosts of one key that are kept while no script runs in them. */
const MOST_IDLE = 3;
const idle: Host[] = [];

/** The scripts that run, each with its end. */
const ends = new Map<HostedProcess, Promise<unknown>>();

/**
 * Runs a script in a process that has run others before: it need not load the packages again, which takes most of a script's
 * time. The script sees its own arguments, environment, folder and pipes, and it has ended when Node has nothing left to do.
 * `process.exit`, or an error that nobody catches, ends the process as it always does.
 *
 * It does not show what only a process of its own can: signals, a terminal, pipes that close, and that a script's first run is
 * like its later ones: what a module keeps stays until the host ends.
 */
export async function runHosted(run: HostedScript): Promise<ScriptResult> {
  const hosted = startHosted(SCRIPTS, run);
  const written = { stdout: "", stderr: "" };
  hosted.stdout.on("data", (text) => (written.stdout += String(text)));
  hosted.stderr.on("data", (text) => (written.stderr += String(text)));
  const code = await new Promise<number | null>((resolve, reject) => {
    hosted.once("close", resolve).once("error", reject);
  });
  return { code, ...written };
}

/** Starts a script in an idle process of its kind, or in a new one; see {@link runHosted}. */
export function startHosted(kind: HostKind, run: HostedScript): HostedProcess {
  const host = takeHost(kind, run);
  const hosted = new HostedProcess(host.child, { ...run, forget: kind.forget });
  hosted.once("idle", () => {
    giveBack(host);
  });
  const end = new Promise((resolve) => hosted.once("exit", resolve));
  ends.set(hosted, end);
  void end.then(() => ends.delete(hosted));
  return hosted;
}

/** Waits, though not for long, until no script runs: a script that has just been asked to end leaves its host to the next. */
export function hostsIdle(): Promise<void> {
  return endOf([...ends.values()]);
}

/** Waits, though not for long, until the scripts that have been asked to end have ended; see {@link hostsIdle}. */
export function hostsEnded(): Promise<void> {
  return endOf([...ends].filter(([script]) => script.isAskedToEnd).map(([, end]) => end));
}

async function endOf(scripts: readonly Promise<unknown>[]): Promise<void> {
  await Promise.race([Promise.all(scripts), sleep(END_LIMIT_MS, undefined, { ref: false })]);
}

function takeHost({ name, nodeArguments }: HostKind, { cwd, env }: HostedScript): Host {
  const nodeVariables = Object.entries(env)
    .filter(([variable]) => variable.startsWith("NODE_"))
    .sort();
  const key = JSON.stringify([name, nodeArguments, nodeVariables]);
  const found = idle.findIndex((host) => host.key === key);
  const [host] = found === -1 ? [] : idle.splice(found, 1);
  if (host === undefined) return { child: startHost(nodeArguments, cwd, env), key };
  hold(host, true);
  return host;
}

function startHost(
  nodeArguments: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): ChildProcess {
  const file = join(__dirname, "host.ts");
  const child = spawn(process.execPath, [...LOADER, ...nodeArguments, file], {
    cwd,
    env,
    stdio: ["pipe", "pipe", "pipe", "ipc"],
  });
  child.stdout?.setEncoding("utf8");
  child.stderr?.setEncoding("utf8");
  return child;
}

function giveBack(host: Host): void {
  hold(host, false);
  idle.push(host);
  const alike = idle.filter(({ key }) => key === host.key);
  for (const old of alike.slice(0, -MOST_IDLE)) {
    idle.splice(idle.indexOf(old), 1);
    old.child.disconnect();
  }
}

/** An idle host must not keep this process from its end. */
function hold({ child }: Host, busy: boolean): void {
  for (const handle of [child, child.channel, ...child.stdio]) {
    const change: unknown = handle && Reflect.get(handle, busy ? "ref" : "unref");
    if (typeof change === "function") Reflect.apply(change, handle, []);
  }
}
