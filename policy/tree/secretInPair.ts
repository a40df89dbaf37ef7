import type { Tree } from "./tree";

/** A SID that signs in, or one that stands for it in an example. */
const SID = /^(?:AC|SK)\w{1,34}$/;

/**
 * The name of the second of two texts in a list, if it is as long as a secret: the first one where it says Twilio, as in
 * `["twilio_token", "…"]`, and `secret` where the first one is a SID.
 */
export function nameOfSecret(item: Tree, before: Tree | undefined): string | undefined {
  if (typeof item !== "string" || typeof before !== "string") return undefined;
  if (item.length !== 32 || !/^[\w.:/-]{1,80}$/.test(before)) return undefined;
  if (SID.test(before)) return "secret";
  return /twilio/i.test(before) ? before : undefined;
}
