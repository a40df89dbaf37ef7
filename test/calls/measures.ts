import type { Check } from "../../scripts/terminal/report";
import type { RehearsalResult } from "./rehearsal";

/** Longest silence that a caller may hear while the call moves to another task, in milliseconds. */
export const LONGEST_GAP_MS = 500;

/** The steps of an undisturbed rotation of auth token and API key. */
const WHOLE_ROTATION = "begin deploy promote takeOver deploy deleteOldKey";

/** Requirements on a phone line. The report shows each requirement with the rehearsal's measurement. */
export function measures(result: RehearsalResult): Check[] {
  const { calls, leaked, steps, tasks } = result;
  const ended = (end: string) => calls.filter((call) => call.end === end);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const of = (pick: "framesHeard" | "framesLost" | "framesSent" | "moves") =>
    sum(calls.map(({ call }) => call[pick]));
  const gap = Math.round(Math.max(0, ...calls.map(({ call }) => call.longestGap)));
  return [
    ...tasks.map(({ code, healthySeconds, name, seconds }) =>
      check(
        `task ${name}`,
        code === 0,
        `healthy after ${healthySeconds.toFixed(1)} s, stopped in ${seconds.toFixed(1)} s, exit code ${code ?? "none"}`,
      ),
    ),
    check("rotation", steps.join(" ") === WHOLE_ROTATION, steps.join(", ")),
    check("calls", ended("completed").length > 0, `${calls.length} played to their end`),
    check("refused", ended("refused").length === 0, withReasons(ended("refused"))),
    check("cut", ended("cut").length === 0, withReasons(ended("cut"))),
    check("moved", true, `${of("moves")} times a call went on at the next task`),
    check(
      "longest gap",
      gap < LONGEST_GAP_MS,
      `${gap} ms without audio, ${LONGEST_GAP_MS} allowed`,
    ),
    check(
      "frames lost",
      of("framesLost") === 0 && of("framesHeard") > 0,
      `${of("framesLost")} of ${of("framesHeard")} that came back, ${of("framesSent")} were sent`,
    ),
    check(
      "log",
      leaked.length === 0,
      leaked.length === 0 ? "no credential and no phone number" : `holds ${leaked.join(", ")}`,
    ),
  ];
}

function check(name: string, fine: boolean, detail: string): Check {
  return { name, result: fine ? "ok" : "fail", detail };
}

function withReasons(calls: RehearsalResult["calls"]): string {
  const reasons = [...new Set(calls.map(({ call }) => call.reason))];
  return calls.length === 0 ? "0" : `${calls.length}: ${reasons.join("; ")}`;
}
