import { setTimeout as sleep } from "node:timers/promises";
import { openAwsSession, requireAccount, type AwsSession } from "../../aws/session";
import { outgoingAgent } from "../../network/outgoing";
import { deploy } from "../../update/deploy";
import { openStack, stackOutputs, type Stack } from "../../stack/stack";
import { confirm } from "../../terminal/confirm";
import { holdInterrupts, interrupted } from "../../terminal/process/interrupts";
import type { Options } from "../../terminal/options";
import type { Report } from "../../terminal/report";
import { wrongUse } from "../../terminal/scriptError";
import type { RotationPorts, TwilioPort } from "../ports";
import { keyPrefix } from "../keys/keyName";
import { prove } from "./prove";
import { rolloutOf, type Deployment } from "./runningTasks";
import { StoredConfig } from "./storedConfig";
import { twilioAccount } from "./twilioAccount";
import { arnParts } from "../../aws/arn";

/** The advice after an interrupt. */
export const FINISH = "npm run rotate-credentials finishes what is begun";

/** A stack whose credentials are rotated, with everything that the rotation reads or changes. */
export interface StackRotation {
  readonly stack: Stack;
  readonly config: StoredConfig;
  readonly session: AwsSession;
  readonly deployment: Deployment;
  readonly twilio: TwilioPort;
  readonly ports: RotationPorts;
}

/**
 * Opens the stack, its AWS account and its Twilio account.
 *
 * @throws ScriptError if there is no stack or no login, or if the stack was never deployed
 */
export async function openRotation(options: Options, report: Report): Promise<StackRotation> {
  report.progress("Reading the stack's config and outputs");
  const stack = await openStack(options.text("stack"));
  report.fact("stack", "stack", `${stack.project}/${stack.name}`);
  report.about({ stack: stack.name });
  const config = new StoredConfig(stack);
  const credentials = await config.credentials();
  const outputs = await stackOutputs(stack);
  const output = (name: string): string => {
    const value = outputs.get(name) ?? "";
    if (value !== "") return value;
    throw wrongUse(
      `the stack ${stack.name} has no output ${name}: it may never have been deployed`,
      "npm run up",
    );
  };
  const deployment = {
    secretId: output("secretArn"),
    cluster: output("clusterName"),
    service: output("serviceName"),
  };
  const service = {
    webhookUrl: new URL(output("webhookUrl")),
    mediaStreamUrl: new URL(output("mediaStreamUrl")),
    agent: await outgoingAgent(process.env),
  };
  const region = options.text("region") ?? arnParts(deployment.secretId).region;
  const session = await openAwsSession(region, report);
  requireAccount(session, deployment.secretId);
  const twilio = twilioAccount(credentials);
  const ports: RotationPorts = {
    config,
    twilio,
    tasks: {
      rollout: async () => rolloutOf(session, deployment, await config.credentials()),
      up: async () => {
        await deploy(stack, await config.credentials(), report);
      },
      prove: (tokens, tasks) => prove(service, credentials, tokens, tasks),
    },
    keyPrefix: keyPrefix(stack.project, shortName(stack.name), deployment.secretId),
    confirm: (question) => {
      const isAgreed = options.flag("yes");
      // Printing a line also stops the spinner, which would overwrite the question.
      report.line(isAgreed ? question : "");
      return confirm(`${question} Go on?`, isAgreed);
    },
    hold: held,
    tell: (text) => {
      report.progress(text);
    },
    sleep: (milliseconds) => sleep(milliseconds),
    now: () => new Date(),
  };
  return { stack, config, session, deployment, twilio, ports };
}

/** A stack's name without its organization and project. */
function shortName(name: string): string {
  return name.split("/").at(-1) ?? name;
}

/** Finishes a step, and ends the run afterwards if there was an interrupt. */
async function held(step: () => Promise<void>): Promise<void> {
  const ended = await holdInterrupts(step);
  if (ended.error instanceof Error) throw ended.error;
  if (ended.interrupted) {
    throw interrupted(": the step under way came to its end", FINISH);
  }
}
