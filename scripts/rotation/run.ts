import { isSameToken } from "../twilio/primaryToken";
import { checkFailed } from "../terminal/scriptError";
import { nextStep, type Step, type Wishes } from "./decide";
import { deleteOrphans } from "./keys/orphans";
import type { RotationConfig, RotationPorts } from "./ports";
import { stateOf, STATES, type Facts, type StateName } from "./state";
import { deleteOldKey } from "./steps/apiKey";
import { begin } from "./steps/begin";
import type { StepContext, Waits } from "./steps/context";
import { deploy } from "./steps/deploy";
import { promote, swap, takeOver, undo } from "./steps/token";

/** The last state of a run, and the steps that it has done. */
export interface Outcome {
  readonly state: StateName;
  readonly steps: readonly Step[];
}

/** Reads the facts that decide the state of a rotation. */
export async function readFacts(ports: RotationPorts, config: RotationConfig): Promise<Facts> {
  const { twilio, tasks } = ports;
  const mainWorks = await twilio.tokenWorks(config.main);
  const nextWorks = config.next !== undefined && (await twilio.tokenWorks(config.next));
  const login = mainWorks ? config.main : nextWorks ? config.next : undefined;
  const primary = login === undefined ? undefined : await twilio.primaryToken(login);
  return {
    hasNext: config.next !== undefined,
    hasOldKey: config.oldKeySid !== undefined,
    mainWorks,
    nextWorks,
    primary: nameOf(primary, config),
    deployed: (await tasks.rollout()).state === "deployed",
  };
}

/**
 * Does the steps of a rotation until none is left. A rotation that was begun is finished first. Each step can be repeated, so
 * another run can continue after one that was interrupted anywhere.
 *
 * @throws ScriptError if a person must decide, or if a step fails
 */
export async function rotate(ports: RotationPorts, wishes: Wishes, waits: Waits): Promise<Outcome> {
  const steps: Step[] = [];
  for (;;) {
    const config = await ports.config.read();
    const facts = await readFacts(ports, config);
    const state = stateOf(facts);
    const step = nextStep(state, facts, wishes, steps.length > 0);
    ports.tell(`${state}: ${STATES[state].title}`);
    if (step === "done") {
      if (wishes.apiKey) await deleteOrphans(ports, config);
      return { state, steps };
    }
    if (step === "stop") throw stopped(state, wishes);
    if (step === steps.at(-1)) throw stuck(step, state);
    steps.push(step);
    await carryOut(step, { ports, config, facts, wishes, waits });
  }
}

async function carryOut(step: Exclude<Step, "done" | "stop">, context: StepContext): Promise<void> {
  const STEPS = { begin, deploy, swap, promote, takeOver, undo, deleteOldKey };
  await STEPS[step](context);
}

function nameOf(primary: string | undefined, config: RotationConfig): Facts["primary"] {
  if (primary === undefined) return "unknown";
  if (isSameToken(primary, config.main)) return "main";
  return config.next !== undefined && isSameToken(primary, config.next) ? "next" : "another";
}

function stopped(state: StateName, { undo: isUndo }: Wishes): Error {
  const { title, next } = STATES[state];
  return isUndo && state === "S3"
    ? checkFailed(
        `${title}: the old one is deleted, so this cannot be undone`,
        "npm run rotate-credentials finishes it",
      )
    : checkFailed(title, next);
}

function stuck(step: Step, state: StateName): Error {
  return checkFailed(
    `${step} was done, and yet ${STATES[state].title}`,
    "npm run rotate-credentials -- --status shows what is true",
  );
}
