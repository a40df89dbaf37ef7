import { spawn } from "node:child_process";
import type { Readable } from "node:stream";

/** A Node.js process that runs the program or the policy pack. */
export interface NodeProcess {
  readonly pid?: number | undefined;
  readonly stdout: Readable;
  readonly stderr: Readable;
  kill(): unknown;
  once(event: "error", listener: (error: Error) => void): this;
  once(event: "exit" | "close", listener: (code: number | null) => void): this;
}

/** Where a process runs, and what ends it. */
export interface NodeProcessOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the process at once. @default - nothing but `kill` */
  readonly signal?: AbortSignal | undefined;
}

/** Starts Node.js with the arguments given. */
export type StartNode = (args: readonly string[], options: NodeProcessOptions) => NodeProcess;

/**
 * Arguments for a Node.js process that must end when this one ends, even by SIGKILL. It exits when its standard input closes, which
 * must be a pipe to this process. Without this, a Pulumi program whose engine has ended would retry forever, at full speed.
 */
const END_WITH_PARENT: readonly string[] = [
  "--import",
  `data:text/javascript,${encodeURIComponent(
    'process.stdin.once("close",()=>process.kill(process.pid,"SIGKILL")).resume().unref();',
  )}`,
];

/** Starts a process that ends with this one. */
export const startNode: StartNode = (args, { cwd, env, signal }) =>
  spawn(process.execPath, [...END_WITH_PARENT, ...args], {
    cwd,
    env,
    stdio: ["pipe", "pipe", "pipe"],
    ...(signal === undefined ? {} : { killSignal: "SIGKILL", signal }),
  });
