import type { Estimate } from "../../offline/cost/estimate";
import { PRICED_REGION, PRICES } from "../../offline/cost/prices";
import { estimateTable } from "./table";
import { ASSUMPTIONS, DEFAULT_USAGE } from "../../offline/cost/usage";

/** Notes on a stack that its figures do not show. */
const NOTES: Readonly<Record<string, readonly string[]>> = {
  dev: [
    "The cheapest set-up that works: one task of 1 vCPU, rolling deployment, a host name from CloudFront, and no alarms, dashboard or",
    "Container Insights. The tasks are in private subnets, behind one NAT gateway, because a phone service calls Twilio and the models.",
    "",
    "These would be cheaper, and are not used: public addresses for the tasks instead of the gateway; Spot, which stops a task in the",
    "middle of its calls; half a vCPU, which is little for live audio; and ARM, for which your image must be built.",
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
    `The monthly cost of the stacks in ${PRICED_REGION}, in US dollars by AWS's list prices, without tax, support and AWS's free allowances,`,
    `with ${callsPerDay} calls a day of ${minutesPerCall} minutes. Twilio and the speech and language services are not included.`,
    "",
    "`npm run cost -- --docs` writes this page from the plans. `npm run cost -- --config KEY=VALUE` prices another setting and shows the",
    "difference. `--calls-per-day` and `--minutes-per-call` set another usage. A line with ~ depends on the calls.",
    "",
    ...shapes,
    "## What is assumed",
    "",
    ...ASSUMPTIONS.map((assumption) => `- ${assumption}`),
    "",
    "## The prices",
    "",
    "AWS's own price pages could not be read when this table was made. In November 2026 some prices were found again in public records,",
    "for this region or for all regions; the table names the record. The other prices are from 2025: check AWS's page before you budget.",
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
