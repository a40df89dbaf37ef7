import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ScriptError } from "../terminal/scriptError";
import { explanation } from "../../offline/command/explanation";
import type { PlannedResource } from "../../offline/engine/goal";
import type { StartNode } from "../../offline/engine/nodeProcess";
import { costError, type CostRequest, readCostRequest, SCHEMA_VERSION } from "./commandLine";
import { costDocument } from "./document";
import { type Estimate, estimate } from "../../offline/cost/estimate";
import { dollars } from "../../offline/cost/line";
import { planned } from "./plan";
import { PRICED_REGION, PRICES } from "../../offline/cost/prices";
import { difference, estimateTable } from "./table";
import { DEFAULT_USAGE, monthly } from "../../offline/cost/usage";
import type { CommandTerminal } from "../terminal/commandLine";

/** The page that --docs writes, relative to the project's folder. */
export const COST_PAGE = join("docs", "cost.md");

/** The stacks on the page. */
const SHOWN_STACKS = ["dev", "prod"] as const;

/**
 * Prices a stack's plan. Returns the exit code: 0 fine, 1 something has no price, 2 wrong use or bad input.
 * @param startNode starts the process that evaluates the program; by default a new process for each evaluation
 */
export async function cost(
  args: readonly string[],
  root: string,
  signal: AbortSignal,
  { stdout, stderr, env }: CommandTerminal,
  startNode?: StartNode,
): Promise<0 | 1 | 2> {
  try {
    const request = readCostRequest(args, env);
    if (request.docs) {
      writeFileSync(join(root, COST_PAGE), await costPage(root, signal, startNode));
      stdout.write(`${COST_PAGE} is written.\n`);
      return 0;
    }
    return await show(request, (...plan) => planned(root, ...plan, signal, startNode), stdout);
  } catch (error) {
    stderr.write(`error: ${explanation(error)}\n`);
    if (args.includes("--json")) stdout.write(errorLine(error));
    return 2;
  }
}

/** The text of docs/cost.md, as it should be now. */
export async function costPage(
  root: string,
  signal: AbortSignal,
  startNode?: StartNode,
): Promise<string> {
  const usage = monthly(DEFAULT_USAGE);
  const estimates: Record<string, Estimate> = {};
  for (const stack of SHOWN_STACKS) {
    estimates[stack] = estimate(await planned(root, stack, [], signal, startNode), usage);
  }
  // Loaded late: only this needs it.
  const { format } = await import("prettier");
  return format(costDocument(estimates), { parser: "markdown" });
}

async function show(
  request: CostRequest,
  plan: (stack: string, overrides: readonly string[]) => Promise<readonly PlannedResource[]>,
  stdout: CommandTerminal["stdout"],
): Promise<0 | 1> {
  const { json, overrides, stack } = request;
  const usage = monthly(request.usage);
  const result = estimate(await plan(stack, overrides), usage);
  const own = overrides.length === 0 ? undefined : estimate(await plan(stack, []), usage);
  stdout.write(
    json ? `${JSON.stringify(asJson(request, result, own))}\n` : asText(request, result, own),
  );
  return result.unpriced.length === 0 ? 0 : 1;
}

function asText({ stack, usage }: CostRequest, result: Estimate, own?: Estimate): string {
  return [
    `Stack ${stack} in ${PRICED_REGION}: US dollars a month by list price, with ${usage.callsPerDay} calls a day of ${usage.minutesPerCall} minutes`,
    "",
    estimateTable(result),
    ...(own === undefined ? [] : [difference(own, result)]),
    "",
    "Assumptions, and how far each price is confirmed: docs/cost.md",
    "",
  ].join("\n");
}

function asJson({ stack, usage }: CostRequest, result: Estimate, own?: Estimate) {
  const total = result.fixed + result.usage;
  return {
    schemaVersion: SCHEMA_VERSION,
    ok: result.unpriced.length === 0,
    stack,
    region: PRICED_REGION,
    usage,
    lines: result.lines.map((line) => ({ ...line, ...PRICES[line.price], dollars: dollars(line) })),
    unpriced: result.unpriced,
    fixed: result.fixed,
    byUsage: result.usage,
    total,
    ...(own === undefined ? {} : { difference: total - own.fixed - own.usage }),
  };
}

function errorLine(error: unknown): string {
  return error instanceof ScriptError
    ? costError(error.message, error.fix)
    : costError(explanation(error));
}
