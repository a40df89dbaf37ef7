import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { isRecord } from "../../offline/engine/wire";
import { checkFailed } from "../../scripts/terminal/scriptError";
import { foldersOf, type Sandbox } from "./sandbox";

/** Settings of a task. */
export interface TaskArgs {
  /** Name of the task in the report. */
  readonly name: string;
  /** A loopback address for this task only, so that two tasks can have the same port. */
  readonly host: string;
  /** The container's whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly sandbox: Sandbox;
  /** Python with the service's requirements. */
  readonly python: string;
  /** Folder that holds the service. */
  readonly serviceFolder: string;
}

/** How a task ended. */
export interface TaskEnd {
  /** Seconds from SIGTERM to the end. */
  readonly seconds: number;
  /** Exit code; null if a signal ended the task. */
  readonly code: number | null;
}

/** How long a task may take to become healthy, in milliseconds. A busy machine needs several seconds. */
const HEALTHY_WITHIN_MS = 60_000;

/** The service in a sandbox, as ECS would run it. */
export class Task {
  /** Everything that the service wrote, line by line. */
  readonly log: string[] = [];
  readonly #ended: Promise<number | null>;

  private constructor(
    readonly args: TaskArgs,
    private readonly child: ChildProcess,
    /** The process of the service itself, not that of the sandbox. */
    private readonly pid: Promise<number>,
  ) {
    for (const stream of [child.stdout, child.stderr]) void this.keep(stream);
    this.#ended = once(child, "exit").then(() => child.exitCode);
  }

  /** Starts a task. */
  static start(args: TaskArgs): Task {
    const { environment, python, sandbox, serviceFolder } = args;
    const service = [python, "-B", "-m", "phone_service"];
    const readable = [...foldersOf(python), serviceFolder];
    const [command = "", ...rest] = sandbox.wrap(service, readable);
    const child = spawn(command, rest, {
      cwd: serviceFolder,
      env: { PATH: "/usr/bin:/bin", ...environment },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    const pid = command === python ? Promise.resolve(child.pid ?? 0) : childPid(child);
    return new Task(args, child, pid);
  }

  /** Address of the service. */
  get address(): { readonly host: string; readonly port: number } {
    return { host: this.args.host, port: Number(this.args.environment["PORT"] ?? 7860) };
  }

  /** Waits for the health check's first success and returns the seconds. @throws ScriptError with the last lines of the task's log */
  async healthy(): Promise<number> {
    const { host, port } = this.address;
    const began = performance.now();
    while (performance.now() - began < HEALTHY_WITHIN_MS && this.child.exitCode === null) {
      const answer = await fetch(`http://${host}:${port}/health`).catch(() => undefined);
      if (answer?.ok === true) return (performance.now() - began) / 1000;
      await sleep(50);
    }
    throw checkFailed(
      `task ${this.args.name} did not become healthy:\n${this.log.slice(-10).join("\n")}`,
    );
  }

  /** Sends SIGTERM, as ECS does, and waits for the end. */
  async stop(): Promise<TaskEnd> {
    const began = performance.now();
    process.kill(await this.pid, "SIGTERM");
    const code = await this.#ended;
    return { seconds: (performance.now() - began) / 1000, code };
  }

  /** Kills the service at once. The service runs as another user, so it would survive the end of the sandbox. */
  async kill(): Promise<void> {
    const pid = await this.pid.catch(() => 0);
    const { exitCode, signalCode } = this.child;
    if (pid > 0 && exitCode === null && signalCode === null) process.kill(pid, "SIGKILL");
    this.child.kill("SIGKILL");
    await this.#ended;
  }

  private async keep(stream: Readable | null): Promise<void> {
    if (stream === null) return;
    for await (const line of createInterface({ input: stream })) this.log.push(line);
  }
}

/** Reads the process id of the command, which bubblewrap writes to descriptor 3. */
async function childPid({ stdio }: ChildProcess): Promise<number> {
  const [, , , info] = stdio;
  if (info === null || info === undefined || !("read" in info)) throw new Error("no descriptor 3");
  let text = "";
  for await (const chunk of info) text += String(chunk);
  const { "child-pid": pid } = record(text);
  if (typeof pid !== "number") throw new Error("bubblewrap did not say which process it started");
  return pid;
}

function record(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text);
  return isRecord(value) ? value : {};
}
