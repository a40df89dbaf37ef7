import type { Display } from "./display";
import type { Plan } from "./plan";

/** A plan, and what is printed of it. */
export interface Report {
  readonly plan: Plan;
  readonly display: Display;
  readonly text: string;
}
