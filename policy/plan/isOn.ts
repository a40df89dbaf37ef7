import type { Tree } from "../tree/tree";

/** Whether a setting is on, in any of the spellings that AWS takes. */
export function isOn(value: Tree | undefined): boolean {
  return value === true || value === "true" || value === "ENABLED";
}
