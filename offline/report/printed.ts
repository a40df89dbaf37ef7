import type { Display } from "./masking/display";
import type { Plan } from "./plan";

/** A plan and the text to print. */
export interface Report {
  readonly plan: Plan;
  readonly display: Display;
  readonly text: string;
}
