import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { temporaryFolder } from "../temporaryFolder";
import { assertDescribed } from "./jsonSchema";
import { LOADER, runHosted, type HostedScript, type ScriptResult } from "../processes/hosts";

export type { ScriptResult };

const ROOT = resolve(__dirname, "../../..");

/** Python program that runs its arguments on a terminal of the given width and prints what the terminal shows. */
const ON_TERMINAL = `
import fcntl, os, pty, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, int(sys.argv[1]), 0, 0))
    os.execv(sys.argv[2], sys.argv[2:])
try:
    while os.write(1, os.read(terminal, 4096)): pass
except OSError: pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

/** Timeout in milliseconds. A test may run several scripts, and each takes seconds on a busy machine. */
export const SCRIPTS_TIMEOUT_MS = 120_000;

/** How a script is started. */
export interface ScriptOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Working folder. @default - an empty one */
  readonly cwd?: string;
  /** Whether the script gets its own process, which costs about a second. @default - only with `onStart` or `terminal` */
  readonly process?: boolean;
  /** Called with the process as soon as it runs. The process then leads its own process group, as on a terminal. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Path of a Python, which gives the script a terminal. `stdout` then holds all that the terminal shows. @default - pipes */
  readonly terminal?: { readonly python: string; readonly columns: number };
}

/**
 * Runs one of the scripts as a person would. It gets dummy keys and inherits no environment variable, so it can reach no real
 * account. Most runs share a process: see {@link runHosted}.
 */
export async function runScript(
  name: string,
  args: readonly string[],
  options: ScriptOptions = {},
): Promise<ScriptResult> {
  const home = temporaryFolder("home");
  const script = join(ROOT, "scripts", `${name}.ts`);
  const run = {
    script,
    args: ["--", ...args],
    env: { ...baseEnvironment(home), ...options.env },
    cwd: options.cwd ?? home,
  };
  const alone =
    options.process === true || options.onStart !== undefined || options.terminal !== undefined;
  const result = await (alone ? runAlone(run, options) : runHosted(run));
  // Only --help prints no object.
  if (args.includes("--json") && !args.includes("--help")) {
    assertDescribed(result.stdout, name === "cost" ? "cost" : "report");
  }
  return result;
}

/** Runs a script in its own process. */
async function runAlone(
  { script, args, env, cwd }: HostedScript,
  { onStart, terminal }: ScriptOptions,
): Promise<ScriptResult> {
  const wrapper =
    terminal === undefined ? [] : [terminal.python, "-c", ON_TERMINAL, String(terminal.columns)];
  const node = [process.execPath, ...LOADER, script, ...args];
  const [command = "", ...rest] = [...wrapper, ...node];
  const child = spawn(command, rest, { cwd, env, detached: onStart !== undefined });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  onStart?.(child);
  await once(child, "close");
  return { code: child.exitCode, stdout: stdout(), stderr: stderr() };
}

function baseEnvironment(home: string): Record<string, string> {
  return {
    PATH: process.env["PATH"] ?? "",
    HOME: home,
    XDG_STATE_HOME: join(home, "state"),
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_CONFIG_FILE: join(home, "no-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(home, "no-credentials"),
    AWS_EC2_METADATA_DISABLED: "true",
    // The AWS SDK's warning about old Node versions does not belong to the script's output.
    NODE_NO_WARNINGS: "1",
  };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = "";
  stream.setEncoding("utf8");
  stream.on("data", (piece: string) => {
    text += piece;
  });
  return () => text;
}
