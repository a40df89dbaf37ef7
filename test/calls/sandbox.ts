import { spawnSync } from "node:child_process";
import { dirname, resolve } from "node:path";

/** Isolation of a task from this machine. */
export interface Sandbox {
  /** The isolation in words, for the report. */
  readonly description: string;
  /** The command line that runs `command` in the sandbox. Environment variables are inherited, and never on a command line. */
  wrap(command: readonly string[], readable: readonly string[]): string[];
}

/** User and group of the container. */
const USER = "1001";

const BUBBLEWRAP: Sandbox = {
  description: `bubblewrap: user ${USER}, no capabilities, read-only root file system`,
  wrap: (command, readable) => {
    const root = process.getuid?.() === 0;
    return [
      "bwrap",
      "--die-with-parent",
      ...["--info-fd", "3"],
      ...SYSTEM,
      ...readable.flatMap(bound),
      ...["--chdir", readable.at(-1) ?? "/"],
      ...(root ? [] : ["--unshare-user", "--uid", USER, "--gid", USER]),
      "--",
      ...(root ? AS_USER : []),
      ...command,
    ];
  },
};

const NONE: Sandbox = {
  description: "none: bubblewrap is not installed, or may not make its namespaces here",
  wrap: (command) => [...command],
};

/** Milliseconds after which a probe of a sandbox counts as hanging. */
const PROBE_MS = 10_000;

/** The strictest sandbox that this machine has. */
export function findSandbox(): Sandbox {
  const [command = "", ...args] = BUBBLEWRAP.wrap(["true"], []);
  const { status } = spawnSync(command, args, {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    timeout: PROBE_MS,
  });
  return status === 0 ? BUBBLEWRAP : NONE;
}

/** Makes a folder visible in the sandbox. Its parents are listed too: otherwise bubblewrap creates them unreadable for the user. */
function bound(path: string): string[] {
  const names = path.split("/").slice(1, -1);
  const parents = names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
  return [
    ...parents.flatMap((parent) => ["--perms", "0755", "--dir", parent]),
    ...["--ro-bind", path, path],
  ];
}

/** The system folders that every program needs. Only an empty /tmp is writable. */
const SYSTEM: readonly string[] = [
  ...["--ro-bind", "/usr", "/usr", "--ro-bind", "/etc", "/etc"],
  ...["--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib"],
  ...["--symlink", "usr/lib64", "/lib64"],
  ...["--proc", "/proc", "--dev", "/dev"],
  ...["--perms", "1777", "--tmpfs", "/tmp"],
];

/** If root runs the rehearsal, the sandbox drops all privileges before the service starts. */
const AS_USER: readonly string[] = [
  "setpriv",
  ...["--reuid", USER, "--regid", USER, "--clear-groups"],
  ...["--bounding-set", "-all", "--inh-caps", "-all", "--no-new-privs"],
];

/** The folders that a Python interpreter, perhaps of a virtual environment, needs to read. */
export function foldersOf(python: string): string[] {
  const { stdout } = spawnSync(
    python,
    ["-c", "import sys; print(sys.prefix); print(sys.base_prefix)"],
    { encoding: "utf8" },
  );
  const folders = stdout.trim().split("\n");
  return [...new Set([dirname(resolve(python, "..")), ...folders])].filter(
    (folder) => !folder.startsWith("/usr"),
  );
}
