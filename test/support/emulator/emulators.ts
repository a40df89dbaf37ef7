import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pythonTools } from "./pythonTools";
import { temporaryFolder } from "../temporaryFolder";

/** A server on a free port of this machine, on the loopback interface only. */
export interface Emulator {
  readonly url: string;
  stop(): Promise<void>;
}

/** A fault that microburst puts in front of an emulator. */
export interface Fault {
  readonly service: string;
  readonly operation: string;
  /** Number of calls that fail. Default: every call. */
  readonly times?: number;
  readonly error?: { readonly code: string; readonly status: number };
  /** Whether the connection is reset instead. */
  readonly reset?: boolean;
}

/** ministack with its IAM engine on. Only this emulator enforces the policies of roles and the resource policies of secrets. */
export function startMinistack(): Promise<Emulator> {
  return start("ministack", "/_ministack/health", "/_ministack/reset", (port, folder) => ({
    args: [],
    env: {
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      AUTH: "true",
      CLOUDTRAIL_RECORDING: "1",
      SFTP_ENABLED: "0",
      IOT_MTLS_ENABLED: "0",
      STATE_DIR: join(folder, "state"),
      S3_DATA_DIR: join(folder, "s3"),
    },
  }));
}

/** moto. Only this emulator keeps every version of a secret. */
export function startMoto(): Promise<Emulator> {
  return start("moto_server", "/moto-api/", "/moto-api/reset", (port) => ({
    args: ["-H", "127.0.0.1", "-p", String(port)],
    env: {},
  }));
}

/** microburst in front of another emulator. */
export function startMicroburst(upstream: Emulator): Promise<Emulator> {
  return start("microburst", "/_microburst/rules", undefined, (port) => ({
    args: ["--host", "127.0.0.1", "--port", String(port), "--upstream", upstream.url],
    env: {},
  }));
}

/** Sets the faults of an emulator. They replace the earlier ones. */
export async function setFaults(microburst: Emulator, faults: readonly Fault[]): Promise<void> {
  const answer = await fetch(`${microburst.url}/_microburst/rules`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
  if (!answer.ok) throw new Error(`microburst: HTTP ${answer.status}`);
}

/** Number of faults that have occurred since the start. */
export async function firedFaults(microburst: Emulator): Promise<number> {
  const answer = await fetch(`${microburst.url}/_microburst/fired?limit=1000`);
  const fired: unknown = await answer.json();
  if (Array.isArray(fired)) return fired.length;
  throw new Error("microburst: the list of fired faults is no list");
}

interface Launch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A running server. */
interface Server {
  readonly url: string;
  readonly child: ChildProcess;
  readonly folder: string;
}

/** Emptied servers, by command. A start takes a second of processor time; emptying a server takes milliseconds. */
const emptied = new Map<string, Server[]>();

process.once("exit", () => {
  for (const { child } of [...emptied.values()].flat()) child.kill("SIGKILL");
});

/** @param reset path of the request that empties the server. Without a path, a stopped server ends */
async function start(
  command: string,
  health: string,
  reset: string | undefined,
  launch: (port: number, folder: string) => Launch,
): Promise<Emulator> {
  const servers = emptied.get(command) ?? [];
  emptied.set(command, servers);
  const server = servers.pop() ?? (await startServer(command, health, launch));
  return {
    url: server.url,
    stop: async () => {
      if (reset !== undefined && (await isEmptied(`${server.url}${reset}`))) {
        server.child.unref();
        servers.push(server);
      } else {
        await stop(server.child);
        rmSync(server.folder, { recursive: true, force: true });
      }
    },
  };
}

async function isEmptied(url: string): Promise<boolean> {
  const answer = await fetch(url, { method: "POST" }).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok === true;
}

async function startServer(
  command: string,
  health: string,
  launch: (port: number, folder: string) => Launch,
): Promise<Server> {
  const tools = await pythonTools();
  if ("missing" in tools) throw new Error(tools.missing);
  const port = await freePort();
  const folder = temporaryFolder("emulator");
  const { args, env } = launch(port, folder);
  // The server inherits no environment variable, so it knows no account and no proxy of the person who runs the tests.
  const PATH = process.env["PATH"] ?? "";
  const child = spawn(join(tools.bin, command), args, {
    env: { PATH, HOME: folder, ...env },
    stdio: "ignore",
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(`${url}${health}`, child, command);
  return { url, child, folder };
}

async function ready(url: string, child: ChildProcess, command: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(100);
  }
  await stop(child);
  throw new Error(`${command} did not start`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const kill = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended;
  clearTimeout(kill);
}

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
