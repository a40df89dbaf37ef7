import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join, resolve } from "node:path";
import { isRecord } from "../../../offline/engine/wire";

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
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** A process of scriptHost.ts. */
interface Host {
  readonly child: ChildProcess;
  /** The variables that Node reads when it starts. */
  readonly nodeVariables: string;
}

/** Hosts that are kept while no script runs in them. */
const MOST_IDLE = 2;
const idle: Host[] = [];

/**
 * Runs a script in a process that has run others before: it need not load the packages again, which takes most of a script's
 * time. The script sees its own arguments, environment, folder and pipes, and it has ended when Node has nothing left to do. `process.exit`, or an error that nobody catches, ends the process as it always does.
 *
 * It does not show what only a process of its own can: signals, a terminal, pipes that close, and that a script's first run is
 * like its later ones: what a module keeps stays until the host ends.
 */
export async function runHosted(run: HostedScript): Promise<ScriptResult> {
  const host = takeHost(run);
  const result = await answerOf(host, run);
  if (host.child.exitCode === null && host.child.signalCode === null) giveBack(host);
  return result;
}

function takeHost({ env }: HostedScript): Host {
  const nodeVariables = JSON.stringify(
    Object.entries(env)
      .filter(([name]) => name.startsWith("NODE_"))
      .sort(),
  );
  const found = idle.findIndex((host) => host.nodeVariables === nodeVariables);
  const [host] = found === -1 ? [] : idle.splice(found, 1);
  if (host === undefined) return { child: startHost(env), nodeVariables };
  hold(host, true);
  return host;
}

function startHost(env: HostedScript["env"]): ChildProcess {
  const file = join(__dirname, "scriptHost.ts");
  const child = spawn(process.execPath, [...LOADER, file], {
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
  for (const { child } of idle.splice(0, idle.length - MOST_IDLE)) child.disconnect();
}

/** An idle host must not keep this process from its end. */
function hold({ child }: Host, busy: boolean): void {
  for (const handle of [child, child.channel, ...child.stdio]) {
    const change: unknown = handle && Reflect.get(handle, busy ? "ref" : "unref");
    if (typeof change === "function") Reflect.apply(change, handle, []);
  }
}

/** Sends a host a script, and waits until it has ended or the host itself has. */
function answerOf({ child }: Host, run: HostedScript): Promise<ScriptResult> {
  const mark = `\0${randomUUID()}\0`;
  const written = { stdout: "", stderr: "" };
  return new Promise((done, reject) => {
    let code: number | undefined;
    const end = (ended: number | null): void => {
      child.stdout?.removeListener("data", onStdout);
      child.stderr?.removeListener("data", onStderr);
      child.removeListener("message", onMessage);
      child.removeListener("close", end);
      child.removeListener("error", reject);
      const [stdout, stderr] = [written.stdout, written.stderr].map((text) =>
        text.replace(mark, ""),
      );
      done({ code: ended, stdout: stdout ?? "", stderr: stderr ?? "" });
    };
    const endIfAllCame = (): void => {
      const whole = written.stdout.endsWith(mark) && written.stderr.endsWith(mark);
      if (code !== undefined && whole) end(code);
    };
    const onStdout = (text: string): void => {
      written.stdout += text;
      endIfAllCame();
    };
    const onStderr = (text: string): void => {
      written.stderr += text;
      endIfAllCame();
    };
    const onMessage = (message: unknown): void => {
      if (isRecord(message)) code = Number(message["code"]);
      endIfAllCame();
    };
    child.stdout?.on("data", onStdout);
    child.stderr?.on("data", onStderr);
    child.on("message", onMessage).once("close", end).once("error", reject);
    child.send({ ...run, mark });
  });
}
