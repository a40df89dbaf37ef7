import type { Facts, StateName } from "./state";

/** What the user asks of a run. */
export interface Wishes {
  readonly token: boolean;
  readonly apiKey: boolean;
  /** Undo the rotation, as long as the next token is not promoted. */
  readonly undo: boolean;
  /** The service logs in to Twilio with the auth token, so swap the two tokens before the promotion. */
  readonly restToken: boolean;
}

/** What a run does next, or why it stops. */
export type Step =
  "begin" | "deploy" | "swap" | "promote" | "takeOver" | "undo" | "deleteOldKey" | "done" | "stop";

/**
 * Decides the next step. A run first finishes a rotation that was begun. It begins at most one rotation itself.
 *
 * @param hasActed - whether this run has already done a step
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
      // A promotion cannot be undone.
      return wishes.undo ? "stop" : "takeOver";
    case "S4":
      return "deploy";
    case "S5":
      return "deleteOldKey";
    case "E1":
      // A promotion after a swap leaves the same facts: the config's token works, and the other does not.
      return wishes.undo || wishes.restToken ? "undo" : "stop";
    case "S0x":
    case "E2":
      return "stop";
  }
}
