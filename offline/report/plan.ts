import type { CredentialSource } from "../config/credentials";
import type { PassName, PassResult } from "../engine/pass";

/** A plan to report on. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  readonly region: string;
  readonly credentials: CredentialSource;
  /** The evaluations. In the last one every identifier is known. */
  readonly passes: readonly PassResult[];
}

/** The title of each evaluation. */
export const PASS_TITLES: Readonly<Record<PassName, string>> = {
  "first-preview": "first preview",
  update: "update",
};
