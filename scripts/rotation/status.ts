import type { Check, Report } from "../terminal/report";
import type { Wishes } from "./decide";
import { nextStep, type Step } from "./decide";
import { orphanKeys } from "./keys/orphans";
import { readFacts } from "./run";
import { otherRotation } from "./stack/otherRotations";
import type { StackRotation } from "./stack/stackRotation";
import { stateOf, STATES, type Facts } from "./state";

/** A description of each step. */
const STEPS: Readonly<Record<Step, string>> = {
  begin: "make the new credentials at Twilio and store them in the config, in one write",
  deploy: "deploy with the policy pack, and wait until every task has the config's values",
  swap: "swap the two tokens in the config",
  promote: "prove that every task accepts both tokens, ask, and promote the next one",
  takeOver: "make the next token the config's auth token",
  undo: "delete the next token at Twilio and take it out of the config",
  deleteOldKey: "delete the old API key",
  done: "nothing",
  stop: "nothing: a person must decide",
};

/** Shows the state of a rotation and the first step of a run with these wishes. Changes nothing. */
export async function showStatus(
  rotation: StackRotation,
  wishes: Wishes,
  report: Report,
): Promise<0 | 1> {
  const { ports } = rotation;
  const config = await ports.config.read();
  report.progress("Asking Twilio and AWS");
  const facts = await readFacts(ports, config);
  const rollout = await ports.tasks.rollout();
  const keyWorks = await ports.twilio.keyWorks(config.keySid, config.keySecret);
  const elsewhere = await otherRotation(rotation, config);
  const state = stateOf(facts);
  const detail =
    rollout.state === "deployed"
      ? `${rollout.tasks === 1 ? "the running task has" : `all ${rollout.tasks} tasks have`} the config's values`
      : rollout.detail;
  report.add(
    ...tokenChecks(facts),
    works("API key", keyWorks),
    { name: "tasks", result: facts.deployed ? "ok" : "note", detail },
    ...(facts.hasOldKey ? [note("old API key", "is to be deleted at the end")] : []),
    ...(elsewhere === undefined
      ? []
      : [{ name: "secret", result: "fail" as const, detail: elsewhere }]),
    ...(await orphanChecks(ports, config, facts)),
  );
  report.data("state", state);
  const step = nextStep(state, facts, wishes, false);
  report.data("next", step);
  report.table();
  report.line(`\n${state}   ${STATES[state].title}`);
  report.line(`next  ${step === "done" || step === "stop" ? STATES[state].next : STEPS[step]}`);
  return report.verdict("Nothing was changed.", () => "Nothing was changed.");
}

function tokenChecks({ hasNext, mainWorks, nextWorks, primary, hasOldKey }: Facts): Check[] {
  const isPromoted = hasNext && nextWorks && !mainWorks;
  const main = isPromoted
    ? note("auth token", "no longer works: the next one is promoted")
    : works("auth token", mainWorks);
  const signs = {
    main: "the auth token",
    next: "the next token",
    another: "another token",
    unknown: "unknown",
  };
  const result = primary === "another" ? "fail" : "ok";
  return [
    main,
    ...(hasNext ? [works("next token", nextWorks)] : []),
    { name: "webhooks", result, detail: `are signed with: ${signs[primary]}` },
    ...(hasNext || hasOldKey ? [note("setup-secrets", "is refused while this lasts")] : []),
  ];
}

async function orphanChecks(
  ports: StackRotation["ports"],
  config: Parameters<typeof orphanKeys>[1],
  { mainWorks }: Facts,
): Promise<Check[]> {
  if (!mainWorks) return [];
  const orphans = await orphanKeys(ports, config);
  return orphans.map(({ name }) =>
    note("API key", `${name} is used by nothing; --api-key offers to delete it`),
  );
}

function works(name: string, isFine: boolean): Check {
  return isFine
    ? { name, result: "ok", detail: "Twilio accepts it" }
    : { name, result: "fail", detail: "Twilio does not accept it" };
}

function note(name: string, detail: string): Check {
  return { name, result: "note", detail };
}
