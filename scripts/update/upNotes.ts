import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { isRecord } from "../../offline/engine/wire";
import { estimate } from "../../offline/cost/estimate";
import { planned } from "../cost/plan";
import { DEFAULT_USAGE, monthly } from "../../offline/cost/usage";
import { masked } from "../secret/masking/mask";
import { adviceFor } from "../terminal/advice";

/** An update by Pulumi's CLI. */
export interface Update {
  /** The CLI's file. */
  readonly cli: string;
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the project. */
  readonly folder: string;
  readonly stack: string;
}

/** Minutes until the service runs for the first time: three slow steps, one after the other. Source: docs/benchmarks.md. */
const FIRST_UP_MINUTES = 6;

/**
 * The notes before a stack's first update: how long it takes, and what the stack costs a month. The price is left out if the
 * region has no price list or the config is not valid.
 */
export async function beforeFirstUp(folder: string, stack: string): Promise<string> {
  const cost = await monthlyCost(folder, stack);
  return [
    `The first up takes about ${FIRST_UP_MINUTES} minutes of waiting for AWS (docs/benchmarks.md), and the time to build and push an image.`,
    ...(cost === undefined ? [] : [cost]),
    "",
  ].join("\n");
}

/**
 * The note after an update: the webhook, the number, and the next commands. Undefined if the stack has no webhook, or if its
 * outputs cannot be read. Of the phone number only the length is shown.
 */
export async function afterUp({ cli, env, folder, stack }: Update): Promise<string | undefined> {
  const ask = async (...args: readonly string[]): Promise<string | undefined> => {
    try {
      const all = [...args, "--stack", stack, "--cwd", folder, "--non-interactive"];
      return (await promisify(execFile)(cli, all, { env })).stdout;
    } catch {
      return undefined;
    }
  };
  const outputs: unknown = JSON.parse((await ask("stack", "output", "--json")) ?? "{}");
  if (!isRecord(outputs) || typeof outputs["webhookUrl"] !== "string") return undefined;
  const number = (await ask("config", "get", "twilioPhoneNumber"))?.trim() ?? "";
  return [
    "",
    `Webhook  ${outputs["webhookUrl"]}`,
    ...(number === "" ? [] : [`Number   ${masked("TWILIO_PHONE_NUMBER", number)}`]),
    `Next     ${adviceFor("npm run configure-webhook, then: npm run test-webhook, then call the number", { stack })}`,
    "",
  ].join("\n");
}

async function monthlyCost(folder: string, stack: string): Promise<string | undefined> {
  try {
    const name = stack.split("/").at(-1) ?? stack;
    const plan = await planned(folder, name, [], AbortSignal.timeout(60_000));
    const { fixed, usage } = estimate(plan, monthly(DEFAULT_USAGE));
    const { callsPerDay, minutesPerCall } = DEFAULT_USAGE;
    return `It costs about ${Math.round(fixed)} US dollars a month, and ${Math.round(usage)} for ${callsPerDay} calls a day of ${minutesPerCall} minutes (npm run cost -- --stack ${name}).`;
  } catch {
    // No price, a config that the update itself refuses, or no time: the update continues without the note.
    return undefined;
  }
}
