import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { findPulumiCli } from "../../../scripts/stack/pulumiCli";
import { isRecord } from "../../../offline/engine/wire";
import { temporaryFolder } from "../temporaryFolder";

const run = promisify(execFile);
const ROOT = resolve(__dirname, "../../..");

/** A project folder with this project's Pulumi.yaml, a stack `dev` and its own backend. */
export interface StackProject {
  readonly folder: string;
  /** The environment that the CLI and the scripts need. */
  readonly env: Readonly<Record<string, string>>;
  /** Reads the stack's config file. */
  configFile(): string;
  /** Writes the state that an update leaves if it is killed while AWS creates a resource. */
  beginCreation(type: string, name: string): void;
  /** Runs the CLI in the folder and returns what it printed. */
  pulumi(...args: readonly string[]): Promise<string>;
}

/**
 * Makes a project whose program only exports outputs. Everything else is real, the CLI and the policy pack included.
 */
export async function makeStackProject(
  outputs: Readonly<Record<string, string>> = {},
): Promise<StackProject> {
  const folder = temporaryFolder("project");
  const settings = readFileSync(join(ROOT, "Pulumi.yaml"), "utf8");
  writeFileSync(join(folder, "Pulumi.yaml"), settings.replace("main: index.ts", "main: index.js"));
  writeFileSync(join(folder, "Pulumi.dev.yaml"), "# kept\nconfig:\n  aws:region: eu-north-1\n");
  writeFileSync(join(folder, "index.js"), `module.exports = ${JSON.stringify(outputs)};\n`);
  copyFileSync(join(ROOT, "package.json"), join(folder, "package.json"));
  for (const shared of ["node_modules", "infra", "policy"]) {
    symlinkSync(join(ROOT, shared), join(folder, shared));
  }
  mkdirSync(join(folder, "state"));
  const cli = findPulumiCli(process.env) ?? "";
  const env = {
    PATH: `${dirname(cli)}:${process.env["PATH"] ?? ""}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "a passphrase of the test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  const pulumi = async (...args: readonly string[]): Promise<string> => {
    const options = { cwd: folder, env: { ...env, HOME: folder } };
    return (await run("pulumi", [...args, "--non-interactive"], options)).stdout;
  };
  await pulumi("stack", "init", "dev");
  return {
    folder,
    env,
    pulumi,
    configFile: () => readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8"),
    beginCreation: (type, name) => {
      const file = join(folder, "state/.pulumi/stacks/pipecat-phone-service/dev.json");
      const urn = `urn:pulumi:dev::pipecat-phone-service::${type}::${name}`;
      const pending = [{ type: "creating", resource: { urn, type, custom: true } }];
      const state: unknown = JSON.parse(readFileSync(file, "utf8"));
      const checkpoint = isRecord(state) ? state["checkpoint"] : undefined;
      const latest = isRecord(checkpoint) ? checkpoint["latest"] : undefined;
      if (!isRecord(latest)) throw new Error("The state holds no deployment.");
      Object.assign(latest, { pending_operations: pending });
      writeFileSync(file, JSON.stringify(state));
    },
  };
}
