import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { StartNode } from "./nodeProcess";
import type { Project } from "../config/project";
import type { StackConfig } from "../config/stackConfig";

/** What a run of the program needs. */
export interface ProgramRun {
  readonly project: Project;
  readonly stack: string;
  readonly organization: string;
  readonly config: StackConfig;
  /** Address of the engine and of the resource monitor. */
  readonly address: string;
  readonly preview: boolean;
  /** Ends the program's process at once. */
  readonly signal: AbortSignal;
  /** Gets each line that the program writes. */
  readonly onLine: (line: string) => void;
}

/** How the program's process ended. */
export interface ProgramEnd {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
}

/** Exit code of a program that has already logged its error. Source: @pulumi/pulumi's cmd/run. */
export const ERROR_ALREADY_LOGGED = 32;

/**
 * Runs the program in its own process, with the arguments and the environment that Pulumi's language host gives it.
 * Source: execRuntime in pulumi's sdk/nodejs/cmd/pulumi-language-nodejs/main.go.
 * @throws when the process cannot be started, or the signal ended it
 */
export function runProgram(run: ProgramRun, startNode: StartNode): Promise<ProgramEnd> {
  const { project, signal } = run;
  const child = startNode([...nodeArguments(project), ...programArguments(run)], {
    cwd: project.programDirectory,
    env: { ...process.env, ...environment(run) },
    signal,
  });
  const outputs = [child.stdout, child.stderr].map((stream) => forward(stream, run.onLine));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      void Promise.all(outputs).then(() => {
        resolve({ code });
      });
    });
  });
}

async function forward(stream: Readable, onLine: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream })) onLine(line);
}

/** `runtime.options.nodeargs` of Pulumi.yaml, split as a shell does it. */
function nodeArguments({ runtimeOptions }: Project): string[] {
  const text = runtimeOptions["nodeargs"];
  if (typeof text !== "string") return [];
  return [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? "",
  );
}

function programArguments({
  address,
  organization,
  preview,
  project,
  stack,
}: ProgramRun): string[] {
  const { resolve } = createRequire(join(project.programDirectory, "index.js"));
  return [
    resolve("@pulumi/pulumi/cmd/run"),
    ...["--monitor", address, "--engine", address],
    ...["--organization", organization, "--project", project.name],
    ...["--root-directory", project.root, "--stack", stack, "--pwd", project.programDirectory],
    ...(preview ? ["--dry-run"] : []),
    ...["--parallel", String(4 * availableParallelism())],
    project.entryPoint,
  ];
}

function environment({ config, project }: ProgramRun): Record<string, string> {
  const { tsconfig, typescript } = project.runtimeOptions;
  const values = Object.entries(config.values).map(([key, value]) => [
    key.replace(":", ":config:"),
    value,
  ]);
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(values)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(config.secretKeys),
    ...(typescript === false ? {} : { PULUMI_NODEJS_TYPESCRIPT: "true" }),
    ...(typeof tsconfig === "string" ? { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig } : {}),
  };
}
