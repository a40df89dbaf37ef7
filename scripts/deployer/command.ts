import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { exampleAccount } from "../../offline/aws/account";
import { explanation } from "../../offline/command/explanation";
import { plannedStack } from "../stack/plannedStack";
import { checkFailed, EXIT, ScriptError } from "../terminal/scriptError";
import { deployerHelp, type DeployerRequest, readDeployerRequest } from "./commandLine";
import { documents, POLICIES_OF_A_ROLE, type PolicyDocument, sizeOf } from "./documents";
import { statementsFor, unknownTypes } from "./statements";
import type { CommandTerminal } from "../terminal/commandLine";

/** Prints or writes the deployer's policies. Returns the exit code that --help lists. */
export async function deployerPolicy(
  args: readonly string[],
  root: string,
  signal: AbortSignal,
  { stdout, stderr, env }: CommandTerminal,
): Promise<number> {
  try {
    const request = readDeployerRequest(args, env);
    if (request.help) {
      stdout.write(deployerHelp());
      return EXIT.fine;
    }
    const policies = await policiesFor(request, root, signal);
    if (request.folder === undefined) stdout.write(asText(policies));
    else stdout.write(written(policies, resolve(root, request.folder)));
    stderr.write(summary(request, policies));
    return EXIT.fine;
  } catch (error) {
    stderr.write(`error: ${isFileError(error) ? error.message : explanation(error)}\n`);
    return error instanceof ScriptError ? error.exitCode : EXIT.wrongUse;
  }
}

/**
 * The deployer's policies for one stack.
 * @throws ScriptError for bad config, or a resource type whose rights are not known
 */
export async function policiesFor(
  { stack, overrides, account }: Pick<DeployerRequest, "stack" | "overrides" | "account">,
  root: string,
  signal: AbortSignal,
): Promise<PolicyDocument[]> {
  const { region, resources } = await plannedStack(root, stack, overrides, signal);
  const unknown = unknownTypes(resources);
  if (unknown.length > 0) {
    throw checkFailed(
      `the plan has resource types whose rights are not known: ${unknown.join(", ")}`,
      "add each to a table in scripts/deployer/rights/",
    );
  }
  const { partition } = exampleAccount(region);
  return documents(statementsFor(resources, { partition, region, account }));
}

function asText(policies: readonly PolicyDocument[]): string {
  const [only, ...more] = policies;
  return `${JSON.stringify(more.length === 0 ? only : policies, undefined, 2)}\n`;
}

function written(policies: readonly PolicyDocument[], folder: string): string {
  mkdirSync(folder, { recursive: true });
  return policies
    .map((policy, index) => {
      const file = join(folder, `deployer-${index + 1}.json`);
      writeFileSync(file, `${JSON.stringify(policy, undefined, 2)}\n`);
      return `${file}\n`;
    })
    .join("");
}

function summary({ stack }: DeployerRequest, policies: readonly PolicyDocument[]): string {
  const sizes = policies.map(sizeOf).join(" + ");
  const parts = policies.length === 1 ? "one policy" : `${policies.length} policies`;
  const note = `Stack ${stack}: ${parts} of ${sizes} characters.`;
  return policies.length > POLICIES_OF_A_ROLE
    ? `${note} A role takes ${POLICIES_OF_A_ROLE} managed policies, unless AWS raises its quota.\n`
    : `${note}\n`;
}

/** Whether --write could not make a folder or a file. The error's message names it. */
function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
