import { spawn, type ChildProcess } from "node:child_process";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HostedProcess } from "./hostedProcess";

/** Node's arguments in package.json's scripts. They make Node load TypeScript. */
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

/** A kind of host: which processes may run a script, and which modules they load anew for it. */
export interface HostKind {
  readonly name: string;
  /** Node's own arguments. */
  readonly nodeArguments: readonly string[];
  /**
   * Modules to load anew for each run: the script only, or all of the project's modules. After "script", a module that is loaded late
   * by `import()` still has the same classes as the others.
   */
  readonly forget: "script" | "project";
}

const SCRIPTS: HostKind = { name: "script", nodeArguments: [], forget: "script" };

/** If a script takes longer to end, no other script waits for its host. */
const END_LIMIT_MS = 2000;

/** A process of host.ts. */
interface Host {
  readonly child: ChildProcess;
  /** Identifies how the process was started: by its arguments and the environment variables that Node reads at the start. */
  readonly key: string;
}

/** How many idle hosts of one key are kept. */
const MOST_IDLE = 3;
const idle: Host[] = [];

/** The running scripts, each with a promise of its end. */
const ends = new Map<HostedProcess, Promise<unknown>>();

/**
 * Runs a script in a process that has already run other scripts. The packages are loaded there, which saves most of a script's
 * time. The script has its own arguments, environment, folder and pipes, and it ends when Node has nothing left to do.
 * `process.exit` and an uncaught error end the process as usual.
 *
 * A run in a host cannot show the effect of signals, a terminal or closed pipes: these need a process of their own. Packages keep
 * their state until the host ends, so it does not show either that the first run of a script is like the later ones.
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

/** Waits a short time until no script runs. The next script can then use the host of one that was just asked to end. */
export function hostsIdle(): Promise<void> {
  return endOf([...ends.values()]);
}

/** Waits a short time until the scripts that were asked to end have ended; see {@link hostsIdle}. */
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

/** Lets this process exit while a host is idle. */
function hold({ child }: Host, busy: boolean): void {
  for (const handle of [child, child.channel, ...child.stdio]) {
    const change: unknown = handle && Reflect.get(handle, busy ? "ref" : "unref");
    if (typeof change === "function") Reflect.apply(change, handle, []);
  }
}
