import type { Wishes } from "../decide";
import type { RotationConfig, RotationPorts } from "../ports";
import type { Facts } from "../state";

/** How long a rotation waits, in milliseconds. */
export interface Waits {
  /** After the promotion: an edge may still sign with the old token. */
  readonly settleMs: number;
  /** Between two looks at the tasks, or at Twilio. */
  readonly pollMs: number;
}

/** What a step is given. */
export interface StepContext {
  readonly ports: RotationPorts;
  readonly config: RotationConfig;
  readonly facts: Facts;
  readonly wishes: Wishes;
  readonly waits: Waits;
}
