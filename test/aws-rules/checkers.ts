import { spawn } from "node:child_process";
import { join } from "node:path";
import { isRecord } from "../../offline/engine/wire";
import { pythonTools } from "../support/emulator/pythonTools";
import type { Plan } from "./plans";

const PROGRAM = join(__dirname, "python/check.py");

/** Faults under AWS's published rules, by the plan's name. */
export type Faults = ReadonlyMap<string, readonly string[]>;

/**
 * Checks plans with cfn-lint, botocore's models and parliament, in one run of Python.
 * @throws Error with Python's stderr
 */
export async function check(plans: readonly Plan[]): Promise<Faults> {
  const tools = await pythonTools();
  if ("missing" in tools) throw new Error(tools.missing);
  const child = spawn(join(tools.bin, "python"), [PROGRAM], { stdio: ["pipe", "pipe", "pipe"] });
  const [output, complaints] = [collect(child.stdout), collect(child.stderr)];
  child.stdin.end(JSON.stringify(plans));
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`${PROGRAM} ended with ${String(code)}:\n${await complaints}`);
  const found: unknown = JSON.parse(await output);
  if (!isRecord(found)) throw new Error(`${PROGRAM} printed no findings.`);
  return new Map(
    Object.entries(found).map(([name, faults]) => [
      name,
      Array.isArray(faults) ? faults.map(String) : [],
    ]),
  );
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of stream) chunks.push(String(chunk));
  return chunks.join("");
}
