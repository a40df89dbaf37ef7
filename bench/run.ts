import { spawn } from "node:child_process";
import { once } from "node:events";
import { Lab } from "../test/engine/support/lab";
import { ROOT } from "../test/engine/support/project";
import { benchDeployments } from "./deployment";
import { median } from "./measure";
import { benchPreviews } from "./preview";
import { markdown, keep, type Results } from "./report";

const ROUNDS = 5;

/** Runs the benchmarks on the real engine, prints the tables and writes them into docs/benchmarks.md. */
async function run(): Promise<void> {
  const lab = await Lab.open();
  try {
    const results: Results = {
      preview: await benchPreviews(lab, ROUNDS),
      startSeconds: await benchStart(ROUNDS),
      deployments: await benchDeployments(lab),
    };
    const tables = markdown(results);
    process.stdout.write(`${tables}\n`);
    await keep(tables);
  } finally {
    await lab.close();
  }
}

/** Median seconds of `npm start`. */
async function benchStart(rounds: number): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    const child = spawn("npm", ["start"], { cwd: ROOT, stdio: "ignore" });
    const codes: unknown[] = await once(child, "exit");
    if (codes[0] !== 0) throw new Error("npm start failed: run it to see why.");
    seconds.push((performance.now() - start) / 1000);
  }
  return median(seconds);
}

void run();
