import type { Tree } from "../tree/tree";

/** Whether a setting is on, in any spelling that AWS accepts. */
export function isOn(value: Tree | undefined): boolean {
  return value === true || value === "true" || value === "ENABLED";
}
