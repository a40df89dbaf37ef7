import { join } from "node:path";
import { createInterface } from "node:readline";
import { startNode, type NodeProcess, type StartNode } from "../engine/nodeProcess";

/** The stack, as the engine describes it to a policy pack. */
export interface StackContext {
  /** @default "organization" */
  readonly organization?: string;
  readonly project: string;
  readonly stack: string;
  /** Whether the operation is a preview. */
  readonly dryRun: boolean;
  /** Decrypted stack config by full key (`project:key`); without one, the pack starts as under `pulumi policy analyze`. */
  readonly config?: Readonly<Record<string, string>>;
}

const LATE_TYPESCRIPT = join(__dirname, "lateTypeScript.cjs");

/** The pack did not start. */
export class PackStartError extends Error {}

/** A running policy pack and the address that it serves on. */
export interface PackProcess {
  readonly address: string;
  readonly child: NodeProcess;
  /** Everything that the pack has written to its standard error so far. */
  stderr(): string;
}

/**
 * Starts the policy pack in a folder as Pulumi's Node.js language host does: `run-policy-pack` in the pack's folder, with the stack's
 * config in the environment. Only ts-node is loaded later than there, and not at all for a pack in JavaScript.
 * @throws PackStartError if the pack ends before it prints its port, or prints none within a minute.
 * @param signal kills the pack, also while it starts.
 */
export async function startPackProcess(
  directory: string,
  context: StackContext | undefined,
  environment: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
  start: StartNode = startNode,
): Promise<PackProcess> {
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack", { paths: [directory] });
  // The first argument is the engine's address, which no pack of this version calls.
  const child = start(["--require", LATE_TYPESCRIPT, runner, "127.0.0.1:1", directory], {
    cwd: directory,
    env: { ...environment, ...contextEnvironment(context) },
    signal,
  });
  const errors: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
  try {
    const port = await firstLine(child);
    return { address: `127.0.0.1:${port}`, child, stderr: () => errors.join("") };
  } catch (cause) {
    child.kill();
    throw new PackStartError(`The policy pack did not start.\n${errors.join("")}`, { cause });
  }
}

function contextEnvironment(context: StackContext | undefined): NodeJS.ProcessEnv {
  if (context === undefined) return { PULUMI_CONFIG: undefined };
  return {
    PULUMI_NODEJS_ORGANIZATION: context.organization ?? "organization",
    PULUMI_NODEJS_PROJECT: context.project,
    PULUMI_NODEJS_STACK: context.stack,
    PULUMI_NODEJS_DRY_RUN: String(context.dryRun),
    PULUMI_CONFIG: context.config === undefined ? undefined : JSON.stringify(context.config),
  };
}

/** The pack prints its port as its first line. */
async function firstLine(child: NodeProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, 60_000, new Error("no output for a minute"));
    const settle = (): void => {
      clearTimeout(timer);
    };
    createInterface(child.stdout).once("line", (line) => {
      settle();
      if (/^\d+$/.test(line)) resolve(line);
      else reject(new Error("the first line is not a port"));
    });
    child.once("error", reject).once("exit", (code) => {
      settle();
      reject(new Error(`ended with exit code ${code ?? "none"}`));
    });
  });
}
