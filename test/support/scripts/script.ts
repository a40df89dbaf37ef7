import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "../temporaryFolder";

const ROOT = resolve(__dirname, "../../..");
const TSX = pathToFileURL(require.resolve("tsx")).href;

/** Python: runs its arguments on a terminal of so many columns and passes on what stands there. */
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

/** A test may run several scripts, each for seconds where the machine is busy; in milliseconds. */
export const SCRIPTS_TIMEOUT_MS = 120_000;

/** What a script printed and how it ended. */
export interface ScriptResult {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a script is started. */
export interface ScriptOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Working folder. @default - an empty one */
  readonly cwd?: string;
  /** Called with the process as soon as it runs, which then leads a process group of its own, as on a terminal. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Gives it a terminal, by this Python: all that stands on it is in `stdout`. @default - pipes */
  readonly terminal?: { readonly python: string; readonly columns: number };
}

/**
 * Runs one of the scripts as a person would: a process of its own. It gets dummy keys and nothing of the person's own
 * environment, so that it can reach no real account.
 */
export async function runScript(
  name: string,
  args: readonly string[],
  { env = {}, cwd, onStart, terminal }: ScriptOptions = {},
): Promise<ScriptResult> {
  const home = temporaryFolder("home");
  const node = [process.execPath, "--import", TSX, join(ROOT, "scripts", `${name}.ts`)];
  const wrapper =
    terminal === undefined ? [] : [terminal.python, "-c", ON_TERMINAL, String(terminal.columns)];
  const [command = "", ...rest] = [...wrapper, ...node, "--", ...args];
  const child = spawn(command, rest, {
    cwd: cwd ?? home,
    env: { ...baseEnvironment(home), ...env },
    detached: onStart !== undefined,
  });
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
    // The SDK's note on old Node versions is not the scripts' output.
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
