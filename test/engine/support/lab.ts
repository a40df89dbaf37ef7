import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { SimulatedAccount, Thing } from "../simulated-aws/account";
import type { ControlFolder } from "../simulated-aws/faults";
import { type SimulatedProviders, startProviders } from "../simulated-aws/providers";
import { WITHOUT_SERVICE } from "../../support/program/devStack";
import { cliEnv } from "./cli";
import { skipWithoutCli } from "../../support/skip";
import { EngineStack } from "./engineStack";
import { temporaryFolder } from "../../support/temporaryFolder";

const PROJECT = "pipecat-phone-service";

/**
 * One simulated AWS account and one Pulumi backend, in a temporary folder. The CLI, the engine, the language host and the policy pack are
 * real. Only the providers are simulated, so no test with a lab proves what AWS itself would answer.
 */
export class Lab {
  private base: EngineStack | undefined;

  private constructor(
    private readonly folder: string,
    private readonly providers: SimulatedProviders,
    private readonly env: Record<string, string>,
  ) {}

  static async open(): Promise<Lab> {
    const folder = temporaryFolder("engine");
    for (const part of ["account", "backend", "home"]) mkdirSync(join(folder, part));
    const providers = await startProviders(join(folder, "account"));
    return new Lab(folder, providers, {
      ...cliEnv(),
      ...providers.env,
      PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(24).toString("base64url"),
      PULUMI_HOME: join(folder, "home"),
    });
  }

  /** The faults of the providers, and the calls that they received. */
  get control(): ControlFolder {
    return this.providers.control;
  }

  /** Folder of Pulumi's state files. */
  get backendFolder(): string {
    return join(this.folder, "backend");
  }

  get account(): SimulatedAccount {
    return this.providers.account;
  }

  /**
   * Makes a stack with a unique secret name and with the lab's credentials. `settings` has the project's keys. `source` is another
   * checkout of the project.
   */
  async stack(
    name: string,
    settings: Readonly<Record<string, string>> = {},
    source?: string,
  ): Promise<EngineStack> {
    return EngineStack.create({
      name,
      parent: this.folder,
      env: this.env,
      settings: withProject({ secretName: `pipecat/${name}`, ...settings }),
      like: source === undefined ? await this.encryptedOnce() : undefined,
      source,
    });
  }

  /** The stack whose encrypted credentials all others share. To encrypt them for each stack would take most of the set-up's time. */
  private async encryptedOnce(): Promise<EngineStack> {
    this.base ??= await EngineStack.create({
      name: "base",
      parent: this.folder,
      env: this.env,
      // An existing image. Some tests set a folder to build from instead.
      settings: withProject(WITHOUT_SERVICE),
    });
    return this.base;
  }

  /** The things in the account that a stack's resources have made. */
  things(stack: EngineStack): Thing[] {
    return this.account
      .read()
      .things.filter(({ urn }) => urn.startsWith(`urn:pulumi:${stack.name}::`));
  }

  /** Stops the providers and removes everything. */
  async close(): Promise<void> {
    await this.providers.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function withProject(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`${PROJECT}:${key}`, value]),
  );
}

/** Opens a lab before a suite's cases and closes it after them. Skips the cases if there is no CLI. */
export function useLab(): () => Lab {
  let lab: Lab | undefined;
  before(async function () {
    skipWithoutCli(this);
    lab = await Lab.open();
  });
  after(() => lab?.close());
  return () => {
    if (lab === undefined) throw new Error("The lab opens in a before hook: ask for it in a case.");
    return lab;
  };
}
