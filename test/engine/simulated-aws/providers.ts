import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { SimulatedAccount } from "./account";
import { ControlFolder } from "./faults";

/** The two simulated providers, each in its own process. */
export interface SimulatedProviders {
  /** Environment variables that make the engine use the providers. */
  readonly env: { readonly PULUMI_DEBUG_PROVIDERS: string };
  readonly account: SimulatedAccount;
  readonly control: ControlFolder;
  /** Ends both processes, and waits for it. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts the simulated `aws` and `awsx` providers for the account in a folder. Their stderr goes to `providers.log` in this folder.
 * @throws when one of them does not start
 */
export async function startProviders(
  folder: string,
  region = "eu-north-1",
): Promise<SimulatedProviders> {
  const [aws, awsx] = await Promise.all([
    start("aws", folder, region),
    start("awsx", folder, region),
  ]);
  return {
    env: { PULUMI_DEBUG_PROVIDERS: `aws:${aws.port},awsx:${awsx.port}` },
    account: new SimulatedAccount(folder),
    control: new ControlFolder(folder),
    stop: async () => {
      await Promise.all([stop(aws.child), stop(awsx.child)]);
    },
  };
}

async function start(provider: string, folder: string, region: string) {
  const log = openSync(join(folder, "providers.log"), "a");
  const entry = join(__dirname, "serve.ts");
  const child = spawn(process.execPath, ["--import", "tsx", entry, provider, folder, region], {
    cwd: join(__dirname, "../../.."),
    stdio: ["ignore", "pipe", log],
  });
  const exited = once(child, "exit").then(() => "");
  const port = Number.parseInt(await Promise.race([firstLine(child.stdout), exited]), 10);
  if (port > 0) return { port, child };
  throw new Error(`The simulated ${provider} provider did not start: see ${folder}/providers.log.`);
}

async function firstLine(stream: Readable | null): Promise<string> {
  if (stream === null) return "";
  const chunks: unknown[] = await once(stream, "data");
  return String(chunks[0]);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill();
  await exit;
}
