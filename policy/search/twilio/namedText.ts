import type { Leaf } from "../../tree/leaves";
import type { Statement } from "../statements";

/** A text that says Twilio, or that stands under a name that does. */
export interface NamedText {
  readonly text: string;
  /** What the text gives its names. */
  readonly statements: readonly Statement[];
  /** Values that a test in the text only compares something with. */
  readonly compared: ReadonlySet<string>;
  /** The text's place in a resource, if something around it speaks of Twilio. */
  readonly leaf: Leaf | undefined;
  /** How many layers of encoding were around the text. */
  readonly depth: number;
}
