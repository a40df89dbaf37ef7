import type { Wishes } from "../decide";
import type { RotationConfig, RotationPorts } from "../ports";
import type { Facts } from "../state";

/** How long a rotation waits, in milliseconds. */
export interface Waits {
  /** After the promotion, because Twilio may still sign with the old token for a short time. */
  readonly settleMs: number;
  /** Between two requests for the state of the tasks or the tokens. */
  readonly pollMs: number;
}

/** What a step gets. */
export interface StepContext {
  readonly ports: RotationPorts;
  readonly config: RotationConfig;
  readonly facts: Facts;
  readonly wishes: Wishes;
  readonly waits: Waits;
}
