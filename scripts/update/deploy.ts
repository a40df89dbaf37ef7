import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import { holdInterrupts, interrupted } from "../terminal/process/interrupts";
import { adviceFor } from "../terminal/advice";
import { lookAtSecretName } from "../secret/secretName";
import { longestUpdateNote } from "./longestUpdate";
import { lastUpdatesSettings, settingsNote } from "./lastUpdate";
import { requireDocker } from "./docker";
import { retryOf } from "./failedChanges";
import { refusalToRepeat } from "./pendingCreations";
import { pulumiError } from "../stack/pulumiErrors";
import { RedactedLines } from "../secret/masking/redact";
import type { Report } from "../terminal/report";
import { stackConfig, type Stack } from "../stack/stack";
import { readStackSettings } from "../stack/stackSettings";
import { readState, type StackState } from "../stack/state";

/** The policy pack's folder, relative to the project's folder. */
const POLICY_PACK = "policy";

/**
 * Previews the stack with the policy pack and then updates it, unless the pack reports a violation. The CLI's output is printed
 * without the credentials. The preview is a step of its own, because an update by the Automation API has none.
 *
 * The update uses no plan file, which would store the whole plan on the disk. It is not needed: program, config and pack are the
 * same for both runs, and the pack checks each resource again when it is registered.
 *
 * After an interrupt the CLI finishes its running steps. The user's selected stack stays selected.
 *
 * @param policyConfig - file with levels and settings of the pack's rules
 * @throws ScriptError if the preview or the update fails or is interrupted, or if it would create again what a killed update
 *   began
 */
export async function deploy(
  stack: Stack,
  credentials: TwilioCredentials,
  report: Report,
  policyConfig?: string,
): Promise<void> {
  const { name, workspace } = stack;
  const state = await checkBeforeUpdate(name, workspace.workDir, report);
  const { message, refresh, replace } = retryOf(state?.resources ?? []);
  if (message !== "") report.line(message);
  const { Stack: AutomationStack } = await import("@pulumi/pulumi/automation/index.js");
  const selected = await workspace.stack();
  const lines = new RedactedLines({ ...(await secretValues(stack)), ...credentials }, (line) => {
    report.passOn(line);
  });
  const print = (text: string): void => {
    lines.write(text);
  };
  const options = {
    policyPacks: [POLICY_PACK],
    ...(policyConfig === undefined ? {} : { policyPackConfigs: [policyConfig] }),
    color: "never" as const,
    refresh,
    replace: [...replace],
    onOutput: print,
    onError: print,
  };
  const carryOut = async (command: "preview" | "up", whatNow: string): Promise<void> => {
    report.line(`pulumi ${command} --stack ${name} --policy-pack ${POLICY_PACK}`);
    const ended = await holdInterrupts(async (signal) => {
      const selectedStack = await AutomationStack.select(name, workspace);
      await selectedStack[command]({ ...options, signal });
    });
    lines.end();
    if (selected !== undefined) await workspace.selectStack(selected.name);
    if (ended.error !== undefined) report.showKept();
    if (ended.interrupted)
      throw interrupted(` during pulumi ${command}`, `npm run up -- --stack ${name}`);
    if (ended.error !== undefined)
      throw pulumiError(ended.error, `pulumi ${command}${whatNow}`, name, "see its lines above");
  };
  await carryOut("preview", ": nothing was deployed");
  await carryOut("up", "");
}

/** The values of the stack's secret config, by key. They include the service's further secrets. */
async function secretValues(stack: Stack): Promise<Record<string, string>> {
  const config = await stackConfig(stack);
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, { secret, value }]) =>
      secret === true ? [[key, value] as const] : [],
    ),
  );
}

/**
 * Stops before an update that would create something twice, or whose secret's name is taken. Prints the settings that would
 * change back. Returns the stack's state, if it can be read.
 */
async function checkBeforeUpdate(
  stack: string,
  cwd: string,
  report: Report,
): Promise<StackState | undefined> {
  const state = await readState("pulumi", { stack, cwd }, process.env);
  const refusal = refusalToRepeat(state, stack);
  if (refusal !== undefined) throw refusal;
  const settings = readStackSettings(cwd, stack);
  if (settings !== undefined) await requireDocker(settings, process.env);
  if (state === undefined || settings === undefined) return state;
  const last = await lastUpdatesSettings("pulumi", { stack, cwd }, process.env);
  const notes = [
    await lookAtSecretName({ stack, settings, state }, process.env),
    last === undefined ? undefined : settingsNote(stack, settings, last),
    longestUpdateNote(settings),
  ];
  for (const note of notes) if (note !== undefined) report.line(adviceFor(note, {}));
  return state;
}
