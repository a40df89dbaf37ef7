/** What is true of the config, at Twilio and of the tasks: all that a rotation goes by. */
export interface Facts {
  /** Whether the config holds a next auth token. */
  readonly hasNext: boolean;
  /** Whether the config notes an API key that is to be deleted. */
  readonly hasOldKey: boolean;
  /** Whether Twilio lets the config's auth token log in. */
  readonly mainWorks: boolean;
  /** The same of the next one; false without one. */
  readonly nextWorks: boolean;
  /** Which token Twilio calls the account's own; "unknown" where it does not show one. */
  readonly primary: "main" | "next" | "another" | "unknown";
  /** Whether every running task has the config's values, and the deployment that brought them is finished, bake included. */
  readonly deployed: boolean;
}

/** Where a rotation stands. */
export type StateName = "S0" | "S0x" | "S1" | "S2" | "S3" | "S4" | "S5" | "E1" | "E2";

/** What a state means, and what comes next. */
export interface State {
  readonly title: string;
  readonly next: string;
}

/** How the config gets the token that Twilio signs with: setup-secrets is refused while a rotation lasts. */
const SET_TOKEN =
  "npx pulumi config set --secret twilioAuthToken asks for the primary token of Twilio's console";

/** The states in words. */
export const STATES: Readonly<Record<StateName, State>> = {
  S0: { title: "no rotation is under way", next: "--token or --api-key begins one" },
  S0x: {
    title:
      "the config's auth token is not the account's primary one: webhooks are signed with another",
    next: `${SET_TOKEN}, then npm run rotate-credentials deploys it`,
  },
  S1: { title: "the next token is stored, not yet with every task", next: "deploy" },
  S2: { title: "every task has both tokens", next: "prove it, then promote the next token" },
  S3: { title: "the next token is promoted", next: "make it the config's auth token" },
  S4: { title: "the config's values are not yet with every task", next: "deploy" },
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

/** The state that facts add up to; the first that fits. */
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
