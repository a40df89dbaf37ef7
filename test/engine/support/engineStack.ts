import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { CREDENTIALS, type TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import { isRecord } from "../../../offline/engine/wire";
import {
  type CommandResult,
  type RunningCommand,
  startNpmCommand,
  startPulumi,
  startScript,
} from "./cli";
import { analyzeState } from "./policyAnalyze";
import { copyProject, ROOT, stackFile } from "./project";
import { observe, type Run } from "./run";

/** A stack of the real program on the real engine. It has the dev stack's settings and generated credentials. */
export class EngineStack {
  private constructor(
    readonly name: string,
    /** Folder of the project's copy. */
    readonly folder: string,
    private readonly env: Record<string, string>,
    private readonly stack: Stack,
    private values: TwilioCredentials,
  ) {}

  /**
   * Makes a stack in a new copy of the project, below `parent`. The new stack copies the stack file of `like`, encrypted credentials
   * included. By default it copies the dev stack's. `source` is another checkout of the project.
   */
  static async create(args: {
    readonly name: string;
    readonly parent: string;
    readonly env: Record<string, string>;
    readonly settings: Readonly<Record<string, string>>;
    readonly like?: EngineStack | undefined;
    readonly source?: string | undefined;
  }): Promise<EngineStack> {
    const { name, parent, env, settings, like, source } = args;
    const folder = mkdtempSync(join(parent, `${name}-`));
    copyProject(folder, source);
    const file = like?.stackFile ?? join(source ?? ROOT, "Pulumi.dev.yaml");
    writeFileSync(join(folder, `Pulumi.${name}.yaml`), stackFile(settings, file));
    const stack = await LocalWorkspace.createStack(
      { stackName: name, workDir: folder },
      { envVars: env },
    );
    const values = like?.credentials ?? sampleCredentials();
    const made = new EngineStack(name, folder, env, stack, values);
    if (like === undefined) await made.setCredentials(values);
    return made;
  }

  /** The stack file's path. */
  get stackFile(): string {
    return join(this.folder, `Pulumi.${this.name}.yaml`);
  }

  /** The stack's current credentials. */
  get credentials(): TwilioCredentials {
    return this.values;
  }

  /** Sets config secrets through stdin, as the setup script does, so that no value is an argument. */
  async setCredentials(values: Partial<TwilioCredentials>): Promise<void> {
    this.values = { ...this.values, ...values };
    for (const { configKey, name } of CREDENTIALS) {
      const value = values[name];
      if (value === undefined) continue;
      await this.setSecret(configKey, value);
    }
  }

  /** Sets a config secret by its full key, through stdin. */
  async setSecret(key: string, value: string): Promise<void> {
    await this.pulumi(["config", "set", "--secret", key], value);
  }

  /** Sets a plaintext setting of the project, or of a provider by its full key. */
  async setConfig(key: string, value: string): Promise<void> {
    await this.stack.setConfig(key, { value });
  }

  /** Sets plaintext settings of the project, each as `KEY=VALUE`. The key has the form of `pulumi config set --path`. */
  async setPaths(settings: readonly string[]): Promise<void> {
    const pairs = settings.map((setting) => {
      const at = setting.indexOf("=");
      return [setting.slice(0, at), { value: setting.slice(at + 1) }] as const;
    });
    await this.stack.setAllConfig(Object.fromEntries(pairs), true);
  }

  /** The real pack. The stack's config says that this is a development stack. */
  private get policies() {
    return { policyPacks: [join(this.folder, "policy")] };
  }

  preview(expectNoChanges = false): Promise<Run> {
    const policies = this.policies;
    return observe((watch) => this.stack.preview({ ...watch, ...policies, expectNoChanges }));
  }

  /** Starts a preview with the pack, for measuring it. */
  startPreview(): RunningCommand {
    return this.start(["preview", "--policy-pack", ...this.policies.policyPacks]);
  }

  up(): Promise<Run> {
    const policies = this.policies;
    return observe((watch) => this.stack.up({ ...watch, ...policies }));
  }

  refresh(expectNoChanges = false): Promise<Run> {
    return observe((watch) => this.stack.refresh({ ...watch, expectNoChanges }));
  }

  destroy(): Promise<Run> {
    return observe((watch) => this.stack.destroy(watch));
  }

  /** The state as `pulumi stack export` prints it, with secrets as ciphertext. */
  async exported(): Promise<Record<string, unknown>> {
    // The Automation API's own export shows secrets.
    const exported: unknown = JSON.parse(await this.pulumi(["stack", "export"]));
    const state = isRecord(exported) ? exported["deployment"] : undefined;
    return isRecord(state) ? state : {};
  }

  /** Imports a state, as `pulumi stack import` does, and encrypts its secrets with this stack's passphrase. */
  async import(state: Readonly<Record<string, unknown>>): Promise<void> {
    const settings = load(readFileSync(this.stackFile, "utf8"));
    const salt = isRecord(settings) ? settings["encryptionsalt"] : undefined;
    const deployment = { ...state, secrets_providers: { type: "passphrase", state: { salt } } };
    await this.stack.importStack({ version: 3, deployment });
  }

  /** Starts a command of the CLI on this stack, so that a test can kill it. */
  start(
    args: readonly string[],
    input?: string,
    env: Readonly<Record<string, string>> = {},
  ): RunningCommand {
    const withStack = [...args, "--stack", this.name, "--non-interactive"];
    const options = { cwd: this.folder, env: { ...this.env, ...env } };
    return startPulumi(withStack, input === undefined ? options : { ...options, input });
  }

  /** Starts `npm run COMMAND` on this stack, with further environment variables. */
  startNpm(
    [command = "", ...args]: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): RunningCommand {
    const own = ["--stack", this.name, "--cwd", this.folder];
    const options = { cwd: ROOT, env: { ...this.env, ...env } };
    return startNpmCommand([command, ...own, ...args], options);
  }

  /** Runs `npm run COMMAND` on this stack to its end. */
  npm(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CommandResult> {
    return this.startNpm(args, env).result;
  }

  /** Runs `npm run up` on this stack to its end. */
  npmUp(): Promise<CommandResult> {
    return this.npm(["up", "--yes"]);
  }

  /** Runs one of the project's scripts in this stack's folder. */
  script(
    name: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<CommandResult> {
    const options = { cwd: this.folder, env: { ...this.env, ...env } };
    return startScript(name, ["--stack", this.name, ...args], options).result;
  }

  /** Checks a state in a file with the pack. */
  analyze(file: string): Promise<CommandResult> {
    return analyzeState(file, this.name, { cwd: this.folder, env: this.env });
  }

  /** Runs a command of the CLI on this stack. @throws when it fails */
  async pulumi(args: readonly string[], input?: string): Promise<string> {
    const { code, output } = await this.start(args, input).result;
    if (code !== 0)
      throw new Error(`pulumi ${args.join(" ")} ended with ${String(code)}: ${output}`);
    return output;
  }
}
