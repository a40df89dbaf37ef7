import { wrongUse } from "../../scripts/terminal/scriptError";
import type { Request } from "./commandLine";
import { withNextToken, type CredentialSource } from "../config/credentials";
import { readPolicyConfig } from "../config/policyConfig";
import { readProject, type readStackFile } from "../config/project";
import { mergeConfig } from "../config/stackConfig";
import type { StartNode } from "../engine/nodeProcess";
import { runPass, type PassArgs, type PassName, type PassResult } from "../engine/pass";
import type { Plan } from "../report/plan";

/** Where a plan comes from. */
export interface PlanSource {
  /** Folder of Pulumi.yaml. */
  readonly root: string;
  /** The settings of the stack's file. */
  readonly stackFile: ReturnType<typeof readStackFile>;
  readonly credentials: CredentialSource;
  /** Makes the plan, and the plan of another commit to compare with. */
  readonly makePlan: MakePlan;
}

/** Makes a plan from its source, such as {@link planOf}. */
export type MakePlan = (
  request: Request,
  source: PlanSource,
  signal: AbortSignal,
) => Promise<PlanWithSecrets>;

/** A plan, and the secret values that no report on it may show. */
export interface PlanWithSecrets {
  readonly plan: Plan;
  readonly secrets: readonly string[];
}

/** How the two evaluations of a plan are run. */
export interface PlanRunning {
  /** How a program and a pack get their processes. @default - one each, for each evaluation */
  readonly startNode?: StartNode;
  /** Awaited between the evaluations, which then run one after the other. @default - both run at once */
  readonly between?: () => Promise<unknown>;
}

const PASSES = ["first-preview", "update"] as const satisfies readonly PassName[];

/** Evaluates a program with its policy pack, as a first preview and as an update. */
export async function planOf(
  request: Request,
  { credentials: given, root, stackFile }: PlanSource,
  signal: AbortSignal,
  { between, startNode }: PlanRunning = {},
): Promise<PlanWithSecrets> {
  const { allowPlaceholders, overrides, policyConfigFile, stack, timeoutSeconds } = request;
  const project = readProject(root);
  const credentials = withNextToken(given, stackFile);
  const config = mergeConfig({
    project,
    stack,
    stackFile,
    overrides,
    credentials: credentials.values,
    extraSecrets: credentials.others,
  });
  const policyConfig =
    policyConfigFile === undefined ? undefined : readPolicyConfig(policyConfigFile);
  const args = { project, stack, config, policyConfig, allowPlaceholders, startNode };
  const passes = await runPasses(args, timeoutSeconds, signal, between);
  const region = config.values["aws:region"] ?? "";
  const secrets = config.secretKeys.map((key) => config.values[key] ?? "");
  return { plan: { project: project.name, stack, region, credentials, passes }, secrets };
}

/** Runs both evaluations; when one fails, the other ends as well. */
async function runPasses(
  args: Omit<PassArgs, "name" | "signal">,
  timeoutSeconds: number,
  signal: AbortSignal,
  between: PlanRunning["between"],
): Promise<PassResult[]> {
  const failed = new AbortController();
  const late = AbortSignal.timeout(timeoutSeconds * 1000);
  const ended = AbortSignal.any([signal, failed.signal, late]);
  const passes: Promise<PassResult>[] = [];
  try {
    for (const name of PASSES) {
      const pass = runPass({ ...args, name, signal: ended });
      passes.push(pass);
      if (between !== undefined) await pass.then(between);
    }
    return await Promise.all(passes);
  } catch (error) {
    failed.abort();
    await Promise.allSettled(passes);
    if (late.aborted)
      throw wrongUse(`the program and the pack have not ended after ${timeoutSeconds} s`);
    throw error;
  }
}
