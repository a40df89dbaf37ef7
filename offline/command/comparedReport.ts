import type { Request } from "./commandLine";
import type { Report } from "../report/printed";
import { comparedPlan } from "./compare";
import type { PlanSource } from "./planOf";
import { humanDifference } from "../report/difference/humanDifference";
import { jsonDifference } from "../report/difference/jsonDifference";
import { Display } from "../report/masking/display";
import { markdownReport } from "../report/markdown/markdownReport";
import { Redaction } from "../report/masking/redaction";
import type { Paint } from "../report/style";

/** Compares the plan with another commit's, and reports in the format that was asked for. */
export async function comparedReport(
  request: Request,
  source: PlanSource,
  signal: AbortSignal,
  paint: Paint,
): Promise<Report> {
  const compared = await comparedPlan(request, source, signal);
  const { comparison, plan, secrets } = compared;
  const display = new Display(new Redaction(secrets));
  // Only a comment is printed without a comparison.
  if (request.format === "markdown" || "missing" in comparison) {
    return { plan, display, text: markdownReport(compared, display) };
  }
  const text =
    request.format === "json"
      ? `${JSON.stringify(jsonDifference(plan, comparison, display))}\n`
      : humanDifference(plan, comparison, display, paint, request.format === "quiet");
  return { plan, display, text };
}
