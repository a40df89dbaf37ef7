import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { preview } from "../../../offline/command/preview";
import type { MakePlan } from "../../../offline/command/planOf";
import { warmPlan } from "./warmPlan";
import { temporaryFolder } from "../../support/temporaryFolder";

/** The repository. */
export const ROOT = resolve(__dirname, "../../..");

/** A finished run of the command. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The files of a test's own project. */
export interface ProjectFiles {
  /** index.ts. @default - the repository's program */
  readonly program?: string;
  /** Pulumi.yaml. @default - the repository's */
  readonly project?: string;
  /** Pulumi.dev.yaml. @default - the repository's */
  readonly stack?: string;
  /** Text of .env. @default - none */
  readonly env?: string;
  /** policy/index.ts of a pack. @default - the repository's pack */
  readonly pack?: string;
}

const folders: string[] = [];

/** Runs the command as `npm start` does, in a process of its own. */
export function runCommand(args: readonly string[], cwd = ROOT): Promise<Run> {
  return finished(startCommand(args, cwd));
}

/** Starts the command. The caller has to end it. */
export function startCommand(args: readonly string[], cwd = ROOT): ChildProcess {
  const script = join(ROOT, "offline/index.ts");
  return spawn(process.execPath, ["--import", "tsx", script, ...args], { cwd });
}

/** Runs the command's function in this process, by default with {@link warmPlan}. */
export async function runHere(
  args: readonly string[],
  root: string,
  makePlan: MakePlan = warmPlan,
): Promise<Run> {
  const written = { stdout: "", stderr: "" };
  const sink = (stream: "stdout" | "stderr"): { write(text: string): void } => ({
    write: (text) => {
      written[stream] += text;
    },
  });
  const terminal = { stdout: sink("stdout"), stderr: sink("stderr"), env: {} };
  const code = await preview(args, root, new AbortController().signal, terminal, makePlan);
  return { code, ...written };
}

/** Waits for the end of a command. */
export function finished(child: ChildProcess): Promise<Run> {
  const written = { stdout: "", stderr: "" };
  child.stdout?.on("data", (text) => (written.stdout += String(text)));
  child.stderr?.on("data", (text) => (written.stderr += String(text)));
  return new Promise((done, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      done({ code, ...written });
    });
  });
}

/** Makes a project in a new folder, with the repository's packages, for one test file. */
export function projectFolder(files: ProjectFiles): string {
  const folder = temporaryFolder("offline");
  folders.push(folder);
  const put = (name: string, text: string | undefined): void => {
    if (text === undefined) symlinkSync(join(ROOT, name), join(folder, name));
    else writeFileSync(join(folder, name), text);
  };
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  put("Pulumi.yaml", files.project);
  put("Pulumi.dev.yaml", files.stack);
  put("index.ts", files.program);
  put("infra", undefined);
  put("tsconfig.json", undefined);
  if (files.env !== undefined) put(".env", files.env);
  if (files.pack === undefined) {
    put("policy", undefined);
  } else {
    mkdirSync(join(folder, "policy"));
    put("policy/index.ts", files.pack);
    put("policy/package.json", '{ "name": "pack", "version": "0.0.1" }');
    put("policy/PulumiPolicy.yaml", "runtime: nodejs\n");
    put("policy/tsconfig.json", undefined);
  }
  return folder;
}

/** Deletes the folders of {@link projectFolder}. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Pulumi.yaml with a few keys of each type, for tests of the command itself. */
export const SMALL_PROJECT = `
name: small
runtime: { name: nodejs, options: { typescript: false, nodeargs: --require ./infra/preload.cjs } }
config:
  twilioAccountSid: { type: string, secret: true }
  twilioAuthToken: { type: string, secret: true }
  twilioPhoneNumber: { type: string, secret: true }
  twilioApiSid: { type: string, secret: true }
  twilioApiSecret: { type: string, secret: true }
  size: { type: integer, default: 3 }
  tags: { type: object, default: {} }
  zones: { type: array, items: { type: string }, default: [a] }
`;

/** policy/index.ts of a pack that objects to nothing, for runs whose verdicts do not matter. */
export const EMPTY_PACK = `
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("empty", { policies: [] });
`;

/** Pulumi.dev.yaml that goes with {@link SMALL_PROJECT}. */
export const SMALL_STACK = "config: { aws:region: eu-north-1 }\n";

/** Text of a program that declares resources without the AWS package, which would take most of the time to load. */
export function smallProgram(body: string): string {
  return `
import * as pulumi from "@pulumi/pulumi";
class Resource extends pulumi.CustomResource {
  [key: string]: any;
  constructor(type: string, name: string, inputs: object, outputs: object = {}, opts = {}) {
    super(type, name, { ...outputs, ...inputs }, opts);
  }
}
const config = new pulumi.Config();
${body}
`;
}
