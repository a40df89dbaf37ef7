import { isCredential } from "../../infra/credentials/twilioCredentials";
import { refuseKeptByNpm } from "../terminal/commandLine";
import { HELP_OPTION, optionLines, readOptions, type OptionSpecs } from "../terminal/options";
import { wrongUse } from "../terminal/scriptError";
import { DEFAULT_USAGE, type Usage } from "../../offline/cost/usage";
import { planOptions, readPlanRequest, type PlanRequest } from "../../offline/command/planOptions";

/** The parsed command line. */
export interface CostRequest extends PlanRequest {
  readonly usage: Usage;
  readonly json: boolean;
  /** Whether to write docs/cost.md instead of printing. */
  readonly docs: boolean;
}

const OPTIONS = {
  ...planOptions(
    "price",
    "price the plan with another setting, and show the difference; repeatable",
  ),
  "calls-per-day": {
    type: "string",
    value: "NUMBER",
    description: `calls a day (default: ${DEFAULT_USAGE.callsPerDay})`,
  },
  "minutes-per-call": {
    type: "string",
    value: "NUMBER",
    description: `average length of a call (default: ${DEFAULT_USAGE.minutesPerCall})`,
  },
  docs: {
    type: "boolean",
    description: "write docs/cost.md, with the dev and the prod stack",
  },
  json: { type: "boolean", description: "print one JSON object on stdout" },
  help: HELP_OPTION,
} as const satisfies OptionSpecs;

/**
 * Reads the arguments.
 *
 * @throws ScriptError for an unknown option, a missing value, a malformed number, or an option that npm kept
 */
export function readCostRequest(args: readonly string[], env: NodeJS.ProcessEnv): CostRequest {
  refuseKeptByNpm("npm run cost", args, OPTIONS, env);
  const options = readOptions(args, OPTIONS, isCredential);
  const { callsPerDay, minutesPerCall } = DEFAULT_USAGE;
  return {
    ...readPlanRequest(options),
    usage: {
      callsPerDay: amount(options.text("calls-per-day"), "calls-per-day", callsPerDay),
      minutesPerCall: amount(options.text("minutes-per-call"), "minutes-per-call", minutesPerCall),
    },
    json: options.flag("json"),
    docs: options.flag("docs"),
  };
}

function amount(text: string | undefined, option: string, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(text)) {
    throw wrongUse(`--${option} needs a number from 0 to 9999999`, "see --help");
  }
  return Number(text);
}

/** The text of --help. */
export function costHelp(): string {
  return [
    "Shows what a stack costs a month by AWS's list prices, line by line, from its plan; nothing is asked of AWS.",
    "",
    "Usage: npm run cost -- [options]",
    "",
    ...optionLines(OPTIONS),
    "",
    "  npm run cost -- --stack prod",
    "  npm run cost -- --config egress=nat-per-zone",
    "",
    "Exit code: 0 fine, 1 something in the plan has no price, 2 wrong use or bad input.",
    "",
  ].join("\n");
}

/** Version of the JSON that --json prints, as docs/json/cost.schema.json describes it. */
export const SCHEMA_VERSION = 1;

/** The line that --json prints instead of a result. */
export function costError(error: string, fix?: string): string {
  const object = {
    schemaVersion: SCHEMA_VERSION,
    ok: false,
    error,
    ...(fix === undefined ? {} : { cure: fix }),
  };
  return `${JSON.stringify(object)}\n`;
}
