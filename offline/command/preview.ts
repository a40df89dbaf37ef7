import { helpText, readRequest, type Request } from "./commandLine";
import { readCredentials } from "../config/credentials";
import { readStackFile } from "../config/project";
import { explanation } from "./explanation";
import { planOf, type MakePlan, type PlanSource } from "./planOf";
import { Display } from "../report/masking/display";
import { humanReport, shortReport } from "../report/humanReport";
import { jsonReport } from "../report/jsonReport";
import type { Plan } from "../report/plan";
import type { Report } from "../report/printed";
import { Redaction } from "../report/masking/redaction";
import { painter, type Paint } from "../report/style";
import { isViolated } from "../report/violations";

/** A place to write to. */
export interface Sink {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Where the report is written. `isTTY` and the environment decide whether it has colours. */
export interface Terminal {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Previews a stack offline and prints the report. Returns the exit code: 0 no mandatory violation, 1 a mandatory
 * violation, 2 no verdict.
 * @param makePlan makes each plan; by default the program and the pack get a process each, for each evaluation
 */
export async function preview(
  args: readonly string[],
  root: string,
  signal: AbortSignal,
  terminal: Terminal,
  makePlan: MakePlan = (...plan) => planOf(...plan),
): Promise<0 | 1 | 2> {
  let display = new Display(new Redaction([]));
  try {
    const request = readRequest(args, terminal.env);
    if (request.help) {
      terminal.stdout.write(helpText());
      return 0;
    }
    const stackFile = readStackFile(root, request.stack);
    const credentials = await readCredentials(root, request.envFile);
    display = new Display(new Redaction(Object.values(credentials.values)));
    const source = { root, stackFile, credentials, makePlan };
    const page = request.page === undefined ? undefined : await pageFor(request.page, root);
    const report = await reportOf(request, source, signal, painter(terminal.stdout, terminal.env));
    page?.(report);
    terminal.stdout.write(report.text);
    return isViolated(report.plan.passes) ? 1 : 0;
  } catch (error) {
    const paint = painter(terminal.stderr, terminal.env);
    terminal.stderr.write(`${paint("red", "error:")} ${display.text(explanation(error))}\n`);
    return 2;
  }
}

async function reportOf(
  request: Request,
  source: PlanSource,
  signal: AbortSignal,
  paint: Paint,
): Promise<Report> {
  if (request.diff !== undefined || request.format === "markdown") {
    // Loaded late: the plain report needs neither Git nor prices.
    const { comparedReport } = await import("./comparedReport.js");
    return comparedReport(request, source, signal, paint);
  }
  const { plan, secrets } = await source.makePlan(request, source, signal);
  const display = new Display(new Redaction(secrets));
  return { plan, display, text: planText(request, plan, display, paint) };
}

/** Next to a page a short report is enough. */
function planText({ format, page }: Request, plan: Plan, display: Display, paint: Paint): string {
  if (format === "json") return `${JSON.stringify(jsonReport(plan, display))}\n`;
  if (format === "human" && page === undefined) return humanReport(plan, display, paint);
  return shortReport(plan, display, paint);
}

/** Returns the function that writes the page. A file that cannot be written is refused now, before the plan is made. */
async function pageFor(file: string, root: string): Promise<(report: Report) => void> {
  // Loaded late: the plain report needs neither a page nor prices.
  const { pageFile, writePage } = await import("../page/pageFile.js");
  const { planPage } = await import("../page/page.js");
  const path = pageFile(file, root);
  return ({ display, plan }) => {
    writePage(path, planPage(plan, display));
  };
}
