import { randomBytes } from "node:crypto";
import type { Agent } from "node:http";
import { checksOrFailure } from "../../terminal/checksOrFailure";
import type { Check } from "../../terminal/report";
import {
  openStream,
  playCall,
  type StreamCall,
  type StreamLimits,
  type StreamTrial,
} from "./mediaStream";
import { refusalCheck } from "./refusalCheck";
import { signature } from "./webhookRequest";

/** A stream to open, with its call and its signature's token. */
export interface StreamOpening {
  /** The URL exactly as in the TwiML, because Twilio signs this text. */
  readonly url: string;
  readonly call: StreamCall;
  readonly authToken: string;
  readonly agent: Agent | undefined;
  readonly limits: StreamLimits;
}

/**
 * Opens the stream with the right signature and plays a call on it. Then tries to open it with a wrong signature and with none.
 */
export async function streamChecks(opening: StreamOpening): Promise<Check[]> {
  const { url, authToken } = opening;
  const forged = signature(randomBytes(16).toString("hex"), url, {});
  return [
    ...(await checksOrFailure("stream", () => callChecks(opening, signature(authToken, url, {})))),
    ...(await unwelcome("stream: wrong signature", opening, forged)),
    ...(await unwelcome("stream: no signature", opening, undefined)),
  ];
}

async function callChecks(
  { url, call, agent, limits }: StreamOpening,
  signed: string,
): Promise<Check[]> {
  const upgrade = await openStream(url, signed, agent, limits);
  if ("status" in upgrade) return [handshakeRefused(upgrade.status)];
  const detail = `opened in ${upgrade.milliseconds} ms`;
  const trial = await playCall(upgrade.socket, call, limits);
  return [{ name: "stream", result: "ok", detail }, audioCheck(trial), closeCheck(trial)];
}

function handshakeRefused(status: number): Check {
  const detail = `HTTP ${status} instead of 101 (Twilio's error 31920)`;
  if (status === 401 || status === 403) {
    return {
      name: "stream",
      result: "fail",
      detail: `${detail}: the right signature is refused`,
      fix: "the service must check it over the stream's wss:// URL, without parameters, with this account's auth token",
    };
  }
  const fix = "compare the stream's path with the service's, and let WebSocket upgrades through";
  return { name: "stream", result: "fail", detail, fix };
}

/** A service may stay silent. If it sends something, Twilio must accept it. */
function audioCheck({ seconds, refused }: StreamTrial): Check {
  const name = "stream: audio";
  if (refused.length > 0) {
    return {
      name,
      result: "fail",
      detail: `the service sent ${refused.join(" and ")} (Twilio's error 31924)`,
      fix: "send media, mark and clear messages only, audio as base64 of \u00b5-law without a header",
    };
  }
  if (seconds > 0) return { name, result: "ok", detail: `${seconds.toFixed(1)} s came back` };
  const detail =
    "no audio came back after a test tone; a service that waits for speech stays silent";
  return { name, result: "note", detail };
}

function closeCheck({ endedBy, closed }: StreamTrial): Check {
  const name = "stream: close";
  if (endedBy !== undefined) {
    return {
      name,
      result: "fail",
      detail: `the service ended the stream itself, with code ${endedBy} (Twilio's error 31921)`,
      fix: "look at the service's log",
    };
  }
  return closed
    ? { name, result: "ok", detail: "answered" }
    : { name, result: "fail", detail: "not answered in time", fix: "look at the service's log" };
}

async function unwelcome(
  name: string,
  { url, agent, limits }: StreamOpening,
  signed: string | undefined,
): Promise<readonly Check[]> {
  return checksOrFailure(name, async () => {
    const upgrade = await openStream(url, signed, agent, limits);
    if ("status" in upgrade) return [refusalCheck(name, "streams", upgrade.status)];
    upgrade.socket.terminate();
    return [refusalCheck(name, "streams", 101)];
  });
}
