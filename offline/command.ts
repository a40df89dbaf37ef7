import { PackStartError } from "./analyzer/packProcess";
import { ScriptError, wrongUse } from "../scripts/terminal/scriptError";
import { cureFor } from "../scripts/terminal/advice";
import { helpText, readRequest, type Request } from "./commandLine";
import { readCredentials, withNextToken } from "./config/credentials";
import { Display } from "./report/display";
import { humanReport, shortReport, type Plan } from "./report/humanReport";
import { jsonReport } from "./report/jsonReport";
import {
  type PassArgs,
  type PassName,
  type PassResult,
  ProgramFailure,
  runPass,
} from "./engine/pass";
import type { StartNode } from "./engine/nodeProcess";
import { isViolated } from "./report/policyReport";
import { readPolicyConfig } from "./config/policyConfig";
import { readProject, readStackFile } from "./config/project";
import { painter } from "./report/style";
import { Redaction } from "./report/redaction";
import { mergeConfig } from "./config/stackConfig";

/** A place to write to. */
export interface Sink {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The settings of a stack's file. */
type StackFile = ReturnType<typeof readStackFile>;

/** Where the report goes, and what decides on its colours. */
export interface Terminal {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: NodeJS.ProcessEnv;
}

/** What is there before the program runs. */
interface Given extends Pick<Plan, "credentials"> {
  readonly stackFile: StackFile;
  readonly startNode: StartNode | undefined;
}

const PASSES = ["first-preview", "update"] as const satisfies readonly PassName[];

/**
 * Previews a stack offline and prints the report. Returns the exit code: 0 no mandatory violation, 1 a mandatory
 * violation, 2 no verdict.
 * @param startNode how the program and the pack get their processes; by default one each, for each evaluation
 */
export async function preview(
  args: readonly string[],
  root: string,
  signal: AbortSignal,
  terminal: Terminal,
  startNode?: StartNode,
): Promise<0 | 1 | 2> {
  let display = new Display(new Redaction([]));
  try {
    const request = readRequest(args, terminal.env);
    if (request.help) {
      terminal.stdout.write(helpText());
      return 0;
    }
    const stackFile = readStackFile(root, request.stack);
    const credentials = withNextToken(await readCredentials(root, request.envFile), stackFile);
    display = new Display(new Redaction(Object.values(credentials.values)));
    const { plan, secrets } = await planOf(
      request,
      root,
      { credentials, stackFile, startNode },
      signal,
    );
    display = new Display(new Redaction(secrets));
    const report = request.quiet ? shortReport : humanReport;
    terminal.stdout.write(
      request.json
        ? `${JSON.stringify(jsonReport(plan.stack, credentials, plan.passes, display))}\n`
        : report(plan, display, painter(terminal.stdout, terminal.env)),
    );
    return isViolated(plan.passes) ? 1 : 0;
  } catch (error) {
    const paint = painter(terminal.stderr, terminal.env);
    terminal.stderr.write(`${paint("red", "error:")} ${display.text(explanation(error))}\n`);
    return 2;
  }
}

async function planOf(
  { allowPlaceholders, overrides, policyConfigFile, stack, timeoutSeconds }: Request,
  root: string,
  { credentials, stackFile, startNode }: Given,
  signal: AbortSignal,
): Promise<{ readonly plan: Plan; readonly secrets: readonly string[] }> {
  const project = readProject(root);
  const sources = {
    project,
    stack,
    stackFile,
    overrides,
    credentials: credentials.values,
    extraSecrets: credentials.others,
  };
  const config = mergeConfig(sources);
  const policyConfig =
    policyConfigFile === undefined ? undefined : readPolicyConfig(policyConfigFile);
  const args = { project, stack, config, policyConfig, allowPlaceholders, startNode };
  const passes = await runPasses(args, timeoutSeconds, signal);
  const region = config.values["aws:region"] ?? "";
  const secrets = config.secretKeys.map((key) => config.values[key] ?? "");
  return { plan: { project: project.name, stack, region, credentials, passes }, secrets };
}

/** Both evaluations at once; when one fails, the other ends as well. */
async function runPasses(
  args: Omit<PassArgs, "name" | "signal">,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<PassResult[]> {
  const failed = new AbortController();
  const late = AbortSignal.timeout(timeoutSeconds * 1000);
  const any = AbortSignal.any([signal, failed.signal, late]);
  const passes = PASSES.map((name) => runPass({ ...args, name, signal: any }));
  try {
    return await Promise.all(passes);
  } catch (error) {
    failed.abort();
    await Promise.allSettled(passes);
    if (late.aborted)
      throw wrongUse(`the program and the pack have not ended after ${timeoutSeconds} s`);
    throw error;
  }
}

function explanation(error: unknown): string {
  if (error instanceof ScriptError) {
    const { cure, message } = error;
    return cureFor(cure === undefined ? message : `${message}\n  → ${cure}`, {});
  }
  if (error instanceof ProgramFailure || error instanceof PackStartError)
    return error.message.trim();
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
