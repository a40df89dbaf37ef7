import type { Estimate } from "../../offline/cost/estimate";
import { PRICED_REGION, PRICES } from "../../offline/cost/prices";
import { estimateTable } from "./table";
import { ASSUMPTIONS, DEFAULT_USAGE } from "../../offline/cost/usage";

/** What the figures of a stack don't say. */
const NOTES: Readonly<Record<string, readonly string[]>> = {
  dev: [
    "The cheapest shape that works: one task of 1 vCPU, rolling deployment, no alarms, dashboard or Container Insights, a host name from",
    "CloudFront. The tasks stay in private subnets, behind one NAT gateway, because a phone service calls Twilio and the models. Left",
    "out, though cheaper: public addresses for the tasks in the gateway's place, Spot, which takes a task away in the middle of its",
    "calls, half a vCPU, which is little for live audio, and ARM, for which your image must be built.",
    "",
  ],
};

/** The text of docs/cost.md. */
export function costDocument(estimates: Readonly<Record<string, Estimate>>): string {
  const { callsPerDay, minutesPerCall } = DEFAULT_USAGE;
  const shapes = Object.entries(estimates).flatMap(([stack, result]) => [
    `## The ${stack} stack`,
    "",
    ...(NOTES[stack] ?? []),
    "```",
    estimateTable(result),
    "```",
    "",
  ]);
  return [
    "# What it costs",
    "",
    `What the stacks cost a month in ${PRICED_REGION}, in US dollars by AWS's list prices, without tax, support and AWS's free allowances,`,
    `with ${callsPerDay} calls a day of ${minutesPerCall} minutes. Twilio and the speech and language services have prices of their own.`,
    "",
    "`npm run cost -- --docs` writes this page from the plans; `npm run cost -- --config KEY=VALUE` shows what a setting costs more or less,",
    "and `--calls-per-day` and `--minutes-per-call` another usage. A line with ~ depends on the calls.",
    "",
    ...shapes,
    "## What is assumed",
    "",
    ...ASSUMPTIONS.map((assumption) => `- ${assumption}`),
    "",
    "## The prices",
    "",
    "AWS's own price pages could not be read when this table was made. A price that was found again in November 2026, for this region or",
    "for all, says in which public record; the others are the list of 2025: look at AWS's page before you budget.",
    "",
    "| price | US dollars | for a | as of | found again in | AWS's page |",
    "| --- | --- | --- | --- | --- | --- |",
    ...Object.entries(PRICES).map(
      ([name, { usd, unit, asOf, foundIn, source }]) =>
        `| ${name} | ${String(usd)} | ${unit} | ${asOf} | ${foundIn} | <https://${source}> |`,
    ),
    "",
  ].join("\n");
}
