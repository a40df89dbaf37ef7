import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { startProviders } from "./providers";

/** Serves both simulated providers for a folder's account until Ctrl-C: `npx tsx test/engine/simulated-aws/play.ts FOLDER`. */
async function play(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { env, stop } = await startProviders(folder);
  process.stdout.write(`export PULUMI_DEBUG_PROVIDERS=${env.PULUMI_DEBUG_PROVIDERS}\n`);
  process.on("SIGINT", () => void stop());
  process.on("SIGTERM", () => void stop());
}

void play(resolve(process.argv[2] ?? "simulated-account"));
