import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import WebSocket from "ws";
import { FRAME_BYTES, FRAME_MS, StreamLog, type StreamAnswers } from "./streamMessages";
import { handshakeFailure, isOverTls, ProxyRefusal } from "./webhookFailure";

/** How much audio to play on a stream, and how long to wait for its server. */
export interface StreamLimits {
  /** Number of audio frames of 20 ms. */
  readonly frames: number;
  /** How long the answer to the upgrade may take, in milliseconds. Twilio's own limit is not published. */
  readonly handshakeMs: number;
  /** How long an answer to the last audio may take, in milliseconds. */
  readonly answerMs: number;
  /** How long the answer to the close may take, in milliseconds. */
  readonly closeMs: number;
}

/** One second of audio, and enough time for a server that works. */
export const STREAM_LIMITS: StreamLimits = {
  frames: 1000 / FRAME_MS,
  handshakeMs: 10_000,
  answerMs: 500,
  closeMs: 5_000,
};

/** The largest message that is accepted, in bytes. A second of audio is about 11 kB. */
const LARGEST_MESSAGE = 1024 * 1024;

/** The call that a stream belongs to. */
export interface StreamCall {
  readonly accountSid: string;
  readonly callSid: string;
  /** The TwiML's `<Parameter>` elements. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** An open stream, or the HTTP status with which the server refused it. */
export type Upgrade =
  { readonly socket: WebSocket; readonly milliseconds: number } | { readonly status: number };

/** The server's answers to a second of audio. */
export interface StreamTrial extends StreamAnswers {
  /** The close code, if the server closed the stream by itself. */
  readonly endedBy?: number;
  /** Whether the server answered the close. */
  readonly closed: boolean;
}

/**
 * Opens the stream as Twilio does: over verified TLS, and without following redirects.
 *
 * @param signed - the `X-Twilio-Signature`; undefined sends none
 * @throws ScriptError if there is no answer
 */
export async function openStream(
  url: string,
  signed: string | undefined,
  agent: Agent | undefined,
  { handshakeMs }: StreamLimits,
): Promise<Upgrade> {
  const started = performance.now();
  const socket = new WebSocket(url, {
    ...(signed === undefined ? {} : { headers: { "x-twilio-signature": signed } }),
    ...(agent === undefined ? {} : { agent }),
    handshakeTimeout: handshakeMs,
    maxPayload: LARGEST_MESSAGE,
    perMessageDeflate: false,
    // Overrides NODE_TLS_REJECT_UNAUTHORIZED, because Twilio verifies certificates.
    rejectUnauthorized: true,
  });
  return new Promise((resolve, reject) => {
    socket.once("open", () => {
      resolve({ socket, milliseconds: Math.round(performance.now() - started) });
    });
    socket.once("unexpected-response", (request, answer) => {
      request.destroy();
      if (isOverTls(answer)) resolve({ status: answer.statusCode ?? 0 });
      else reject(handshakeFailure(new URL(url).host, new ProxyRefusal()));
    });
    socket.on("error", (error) => {
      reject(handshakeFailure(new URL(url).host, error));
    });
  });
}

/**
 * Plays the beginning of a call on an open stream: `connected`, `start`, audio in real time, `stop`, and the close.
 * Each mark is answered as soon as it arrives.
 */
export async function playCall(
  socket: WebSocket,
  call: StreamCall,
  { frames, answerMs, closeMs }: StreamLimits,
): Promise<StreamTrial> {
  const log = new StreamLog();
  const streamSid = `MZ${randomBytes(16).toString("hex")}`;
  let sequence = 0;
  let endedBy: number | undefined;
  const send = (event: string, fields: Readonly<Record<string, unknown>>): void => {
    sequence += 1;
    if (socket.readyState !== WebSocket.OPEN) return;
    socket.send(JSON.stringify({ event, sequenceNumber: String(sequence), ...fields, streamSid }));
  };
  const ended = once(socket, "close");
  socket.on("close", (code) => (endedBy = code));
  socket.on("message", (data, isBinary) => {
    const mark = log.take(isBinary ? "" : textOf(data));
    if (mark !== undefined) send("mark", { mark: { name: mark } });
  });
  socket.send(JSON.stringify({ event: "connected", protocol: "Call", version: "1.0.0" }));
  send("start", { start: startOf(call, streamSid) });
  await playAudio(frames, send, () => endedBy !== undefined);
  if (endedBy === undefined) await sleep(answerMs);
  const byItself = endedBy;
  send("stop", { stop: { accountSid: call.accountSid, callSid: call.callSid } });
  socket.close(1000);
  const closed = await Promise.race([
    ended.then(() => true),
    sleep(closeMs, false, { ref: false }),
  ]);
  socket.terminate();
  return { ...log.answers(), closed, ...(byItself === undefined ? {} : { endedBy: byItself }) };
}

/** A tone of 500 Hz as a square wave, which needs only two different bytes in µ-law. It is loud enough to count as sound. */
const TONE = Buffer.from(
  Array.from({ length: FRAME_BYTES }, (_, sample) => (sample % 16 < 8 ? 0x9f : 0x1f)),
).toString("base64");

async function playAudio(
  frames: number,
  send: (event: string, fields: Readonly<Record<string, unknown>>) => void,
  ended: () => boolean,
): Promise<void> {
  const started = performance.now();
  for (let chunk = 1; chunk <= frames && !ended(); chunk++) {
    const media = {
      track: "inbound",
      chunk: String(chunk),
      timestamp: String((chunk - 1) * FRAME_MS),
    };
    send("media", { media: { ...media, payload: TONE } });
    await sleep(Math.max(0, started + chunk * FRAME_MS - performance.now()));
  }
}

function startOf({ accountSid, callSid, parameters }: StreamCall, streamSid: string): object {
  return {
    accountSid,
    callSid,
    streamSid,
    tracks: ["inbound"],
    mediaFormat: { encoding: "audio/x-mulaw", sampleRate: 8000, channels: 1 },
    customParameters: parameters,
  };
}

function textOf(data: WebSocket.RawData): string {
  const pieces = Array.isArray(data) ? data : [data];
  return Buffer.concat(
    pieces.map((piece) => (piece instanceof ArrayBuffer ? Buffer.from(piece) : piece)),
  ).toString("utf8");
}
