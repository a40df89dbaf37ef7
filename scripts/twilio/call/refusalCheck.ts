import type { Check } from "../../terminal/report";

/**
 * Checks that the service refused a request that does not come from Twilio.
 *
 * @param what - what anybody could start if it did not
 */
export function refusalCheck(name: string, what: "calls" | "streams", status: number): Check {
  if (status === 403 || status === 401)
    return { name, result: "ok", detail: `refused: HTTP ${status}` };
  return {
    name,
    result: "fail",
    detail: `HTTP ${status}: ${insteadOfRefusal(what, status)}`,
    fix: "check X-Twilio-Signature in the service",
  };
}

function insteadOfRefusal(what: string, status: number): string {
  if (status < 300) return `is accepted: anybody can start ${what}`;
  return status < 400 ? "is redirected, not refused with 403" : "is not refused with 403";
}
