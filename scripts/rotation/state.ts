/** Facts about the config, the Twilio account and the tasks. They alone decide what a rotation does. */
export interface Facts {
  /** Whether the config holds a next auth token. */
  readonly hasNext: boolean;
  /** Whether the config holds the SID of an old API key, which must be deleted. */
  readonly hasOldKey: boolean;
  /** Whether Twilio accepts the config's auth token. */
  readonly mainWorks: boolean;
  /** Whether Twilio accepts the next auth token; false if there is none. */
  readonly nextWorks: boolean;
  /** Which token is the account's primary one; "unknown" if Twilio does not show it. */
  readonly primary: "main" | "next" | "another" | "unknown";
  /** Whether every running task has the config's values, and their deployment is finished, including its bake time. */
  readonly deployed: boolean;
}

/** The state of a rotation. docs/rotation.md describes each. */
export type StateName = "S0" | "S0x" | "S1" | "S2" | "S3" | "S4" | "S5" | "E1" | "E2";

/** What a state means, and what comes next. */
export interface State {
  readonly title: string;
  readonly next: string;
}

/** The command that stores the primary token in the config. During a rotation setup-secrets is refused. */
const SET_TOKEN =
  "npx pulumi config set --secret twilioAuthToken asks for the primary token of Twilio's console";

/** A description of each state. */
export const STATES: Readonly<Record<StateName, State>> = {
  S0: { title: "no rotation is under way", next: "--token or --api-key begins one" },
  S0x: {
    title:
      "the config's auth token is not the account's primary one: webhooks are signed with another",
    next: `${SET_TOKEN}, then npm run rotate-credentials deploys it`,
  },
  S1: { title: "the next token is stored, but not every task has it yet", next: "deploy" },
  S2: { title: "every task has both tokens", next: "prove it, then promote the next token" },
  S3: { title: "the next token is promoted", next: "make it the config's auth token" },
  S4: { title: "not every task has the config's values yet", next: "deploy" },
  S5: { title: "the old API key is still there", next: "delete it" },
  E1: {
    title:
      "the next token does not work: somebody removed or replaced it at Twilio, or a rotation with --rest-token has promoted the other one",
    next: "npm run rotate-credentials -- --undo takes it out of the config",
  },
  E2: {
    title: "Twilio accepts no auth token of the config",
    next: `${SET_TOKEN}, then npm run rotate-credentials goes on`,
  },
};

/** Derives the state from the facts. The first match counts. */
export function stateOf(facts: Facts): StateName {
  const { hasNext, hasOldKey, mainWorks, nextWorks, primary, deployed } = facts;
  if (!mainWorks && !nextWorks) return "E2";
  if (hasNext) {
    if (!nextWorks) return "E1";
    if (!mainWorks) return "S3";
    return deployed ? "S2" : "S1";
  }
  if (primary === "another") return "S0x";
  if (!deployed) return "S4";
  return hasOldKey ? "S5" : "S0";
}
