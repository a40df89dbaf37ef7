import type { ConfigMap, LocalWorkspace, OutputMap } from "@pulumi/pulumi/automation";
import { requireHarmlessVariables } from "../pulumi/harmless";
import { usePulumiCli } from "./pulumiCli";
import { noSuchStack, pulumiError } from "./pulumiErrors";
import { wrongUse } from "../terminal/scriptError";

/** A stack of the project in the current folder. */
export interface Stack {
  readonly name: string;
  /** The project's name, which is the namespace of its config keys. */
  readonly project: string;
  readonly workspace: LocalWorkspace;
}

/**
 * Opens a stack through Pulumi's Automation API without selecting it: the user's selected stack stays selected.
 *
 * @param name - if undefined, the selected stack
 * @throws ScriptError with exit code 2 if there is no CLI, no project, no login or no such stack, or if a variable would make the
 *   CLI write down credentials
 */
export async function openStack(name: string | undefined): Promise<Stack> {
  requireHarmlessVariables(process.env);
  usePulumiCli();
  // Loaded late, because it takes most of a second and the scripts can work without a stack.
  const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
  try {
    const workspace = await LocalWorkspace.create({ workDir: process.cwd() });
    const found = name ?? (await workspace.stack())?.name;
    if (found === undefined) throw noSuchStack(undefined);
    const { name: project } = await projectOf(workspace);
    return { name: found, project, workspace };
  } catch (error) {
    throw pulumiError(error, "opening the stack", name);
  }
}

async function projectOf(workspace: LocalWorkspace): Promise<{ readonly name: string }> {
  try {
    return await workspace.projectSettings();
  } catch {
    throw wrongUse("this folder holds no Pulumi.yaml", "go to the project's folder");
  }
}

/** Returns the stack's outputs, without the secret ones. */
export async function stackOutputs({
  name,
  workspace,
}: Stack): Promise<ReadonlyMap<string, string>> {
  try {
    const outputs: OutputMap = await workspace.stackOutputs(name);
    return new Map(
      Object.entries(outputs).flatMap(([key, output]) => {
        const value: unknown = output.value;
        return typeof value === "string" && !output.secret ? [[key, value] as const] : [];
      }),
    );
  } catch (error) {
    throw pulumiError(error, "reading the stack's outputs", name);
  }
}

/** Returns the stack's config, decrypted. */
export async function stackConfig({ name, workspace }: Stack): Promise<ConfigMap> {
  try {
    return await workspace.getAllConfig(name);
  } catch (error) {
    throw pulumiError(error, "reading the stack's config", name);
  }
}
