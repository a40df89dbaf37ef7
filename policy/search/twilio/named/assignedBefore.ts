import { NAME_REACH } from "./nameBefore";

/** A variable that is assigned a read with the secret as its fallback. */
const FALLBACK =
  /(?<![\w.])(?:\w{1,30}(?:\.|->)|[$@])?([A-Za-z_]\w{0,60})(?:\??:[ \t]?\w{1,20})?[ \t]{0,4}:?=[ \t]{0,4}[\w.$:!]{1,60}(?:[([][^()[\]\n]{1,60}[)\]][ \t]{0,4}(?:or|\|\||\?\?|\?:)|[ \t]{0,4}(?:or|\|\||\?\?|\?:)|\([^()\n]{1,60},[ \t]{0,4}(?:defaultValue:)?)[ \t]{0,4}["'`]$/;

/** Several variables that one statement assigns. */
const SEVERAL =
  /(?<![\w.])((?:\w{1,40},[ \t]?){1,4}\w{1,40})[\])]?[ \t]{0,4}:?=[ \t]{0,4}[[(]?((?:[^,\n]{1,60},[ \t]?){1,4})["'`]$/;

/** A variable that is assigned a list with the secret in it: `PAIR = [env.SID, "…"]`. */
const LIST = /(?<![\w.])(\w{1,60})[ \t]{0,4}:?=[ \t]{0,4}[[(](?:[^,\n]{1,60},[ \t]?){1,4}["'`]$/;

/**
 * The variable to which a program assigns a secret: as a fallback, as one of several values, or in a list. "" if there is none. It
 * finds `token` in `token = env.TOK || "…"`, in `token = getenv("TOK", "…"`, in `sid, token = "…", "…"`, and in
 * `token = [env.SID, "…"]`.
 */
export function assignedBefore(before: string): string {
  const line = before.slice(before.lastIndexOf("\n") + 1).slice(-NAME_REACH);
  const [, names, values = ""] = SEVERAL.exec(line) ?? [];
  if (names !== undefined) return names.split(",")[values.split(",").length - 1]?.trim() ?? "";
  return (FALLBACK.exec(line) ?? LIST.exec(line))?.[1] ?? "";
}
