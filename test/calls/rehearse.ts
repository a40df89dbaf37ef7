import { join, resolve } from "node:path";
import { isCredential } from "../../infra/credentials/twilioCredentials";
import { type Command, main } from "../../scripts/terminal/command";
import type { Options } from "../../scripts/terminal/options";
import type { Report } from "../../scripts/terminal/report";
import { checkFailed, wrongUse } from "../../scripts/terminal/scriptError";
import { SERVICE_FOLDER, servicePython } from "../support/python/servicePython";
import { SimulatedTwilioAccount } from "../support/twilio/rotation/account";
import { measures } from "./measures";
import { plannedTask } from "./plannedTask";
import { rehearse } from "./rehearsal";

const ROOT = resolve(__dirname, "../..");

const DEFAULTS = { calls: 12, minutes: 1, grace: 6 } as const;

const command: Command = {
  name: "rehearse",
  isCredential,
  summary:
    "Plays calls on the sample service while its auth token and API key are rotated and its tasks are replaced, all on this machine.",
  options: {
    calls: {
      type: "string",
      value: "NUMBER",
      description: `calls at a time, 1 to 60 (default: ${DEFAULTS.calls})`,
    },
    minutes: {
      type: "string",
      value: "NUMBER",
      description: `length of the play, 0.2 to 60 (default: ${DEFAULTS.minutes})`,
    },
    grace: {
      type: "string",
      value: "SECONDS",
      description: `time that a stopped task has, 2 to 120 (default: ${DEFAULTS.grace})`,
    },
  },
  examples: ["npm run rehearse", "npm run rehearse -- --calls 30 --minutes 2"],
  run,
};

async function run(options: Options, report: Report): Promise<0 | 1> {
  const calls = number(options, "calls", DEFAULTS.calls, 1, 60);
  const minutes = number(options, "minutes", DEFAULTS.minutes, 0.2, 60);
  const graceSeconds = number(options, "grace", DEFAULTS.grace, 2, 120);
  report.progress("Installing the phone service's requirements, where they are not installed yet");
  const tools = await servicePython();
  if ("missing" in tools) throw checkFailed(tools.missing, "install Python 3.12");
  const account = new SimulatedTwilioAccount();
  account.createKey("rehearsal");
  const stack = options.text("stack") ?? "dev";
  report.progress(`Planning the stack ${stack}`);
  const planned = await plannedTask(
    ROOT,
    stack,
    account.credentials(),
    AbortSignal.timeout(120_000),
  );
  const result = await rehearse({
    planned,
    account,
    calls,
    seconds: minutes * 60,
    graceSeconds,
    python: join(tools.bin, "python"),
    serviceFolder: SERVICE_FOLDER,
    tell: (text) => {
      report.progress(text);
    },
  });
  report.fact("sandbox", "sandbox", result.sandbox);
  report.data("tasks", result.tasks);
  report.add(...measures(result));
  return report.verdict(
    "Every call was answered, and none was cut.",
    () => "The line lost calls, or another promise did not hold.",
  );
}

function number(
  options: Options,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = options.text(name);
  const value = text === undefined ? fallback : Number(text);
  if (!(value >= min && value <= max)) {
    throw wrongUse(`--${name} needs a number from ${min} to ${max}`, "see --help");
  }
  return value;
}

void main(command);
