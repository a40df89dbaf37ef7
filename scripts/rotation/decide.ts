import type { Facts, StateName } from "./state";

/** What the person wants of a run. */
export interface Wishes {
  readonly token: boolean;
  readonly apiKey: boolean;
  /** Take the rotation back, as long as the next token is not promoted. */
  readonly undo: boolean;
  /** The service logs in to Twilio with the auth token: swap the two before the promotion. */
  readonly restToken: boolean;
}

/** What a run does next, or why it stops. */
export type Step =
  "begin" | "deploy" | "swap" | "promote" | "takeOver" | "undo" | "deleteOldKey" | "done" | "stop";

/**
 * The next step. A run finishes what is begun before it may begin anew, and begins once.
 *
 * @param hasActed - whether this run has done a step already
 */
export function nextStep(state: StateName, facts: Facts, wishes: Wishes, hasActed: boolean): Step {
  switch (state) {
    case "S0":
      return !hasActed && !wishes.undo && (wishes.token || wishes.apiKey) ? "begin" : "done";
    case "S1":
      return wishes.undo ? "undo" : "deploy";
    case "S2":
      if (wishes.undo) return "undo";
      return wishes.restToken && facts.primary === "main" ? "swap" : "promote";
    case "S3":
      // What is promoted cannot be taken back.
      return wishes.undo ? "stop" : "takeOver";
    case "S4":
      return "deploy";
    case "S5":
      return "deleteOldKey";
    case "E1":
      // After a swap the promotion leaves the same: the config's token works, the other does not.
      return wishes.undo || wishes.restToken ? "undo" : "stop";
    case "S0x":
    case "E2":
      return "stop";
  }
}
