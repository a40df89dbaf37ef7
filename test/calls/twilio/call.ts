import { randomBytes, randomInt } from "node:crypto";
import type { ClientRequest, IncomingMessage } from "node:http";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { connect, type TLSSocket } from "node:tls";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks";
import WebSocket from "ws";
import { Echo } from "./audio";
import { MediaStream } from "./stream";
import { verbsOf, type Verb } from "./verbs";

/** How Twilio reaches the endpoint, and the auth token for its signatures. */
export interface CallContext {
  readonly accountSid: string;
  /** Number that is called. */
  readonly to: string;
  /** Webhook of the number. */
  readonly webhookUrl: string;
  /** Port of the endpoint on this machine, and the endpoint's certificate. */
  readonly endpoint: { readonly port: number; readonly certificate: string };
  /** The auth token that Twilio signs with at this moment. */
  readonly signingToken: () => string;
  /** Milliseconds within which the webhook and an upgrade must be answered; default 15,000. */
  readonly answerWithinMs?: number;
}

/**
 * Milliseconds within which the webhook must answer. Twilio waits 15 s for a webhook by default; how long it waits for the upgrade of a
 * media stream is not documented, and is taken to be the same.
 * Source: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides.
 */
const ANSWER_WITHIN_MS = 15_000;

/** Outcome of a call. */
export type CallEnd = "completed" | "refused" | "cut";

/** A caller, and what happened to its call. */
export class Call {
  readonly sid = `CA${randomBytes(16).toString("hex")}`;
  readonly from = `+1500555${randomInt(1000, 10_000)}`;
  /** How often the call moved to another task. */
  moves = 0;
  /** Longest time without a media message from the line, in milliseconds, from the first one on. */
  longestGap = 0;
  framesSent = 0;
  framesHeard = 0;
  framesLost = 0;
  /** Why the call was refused or cut. */
  reason = "";

  #lastHeard: number | undefined;
  #hungUp = false;
  #stream: MediaStream | undefined;

  constructor(
    private readonly context: CallContext,
    /** Milliseconds after which the caller presses `#`. */
    private readonly lengthMs: number,
  ) {}

  /** Hangs up the call on a request of the REST API. Returns whether the call was still in progress. */
  hangUp(): boolean {
    if (this.#hungUp) return false;
    this.#hungUp = true;
    this.#stream?.stop();
    return true;
  }

  /** Places the call and follows its TwiML to the end. */
  async run(): Promise<CallEnd> {
    const began = performance.now();
    let verbs = await this.ask(this.context.webhookUrl);
    for (;;) {
      if (this.#hungUp) return "completed";
      const [verb, ...rest] = verbs;
      if (verb === undefined) return this.cut("the TwiML ended");
      if (verb.kind === "reject") return this.refused("busy");
      if (verb.kind === "hangup") return this.cut("<Hangup/>");
      if (verb.kind === "pause") await sleep(verb.seconds * 1000);
      if (verb.kind === "redirect") {
        this.moves += 1;
        verbs = await this.ask(verb.url);
        continue;
      }
      if (verb.kind === "stream") await this.play(verb, began + this.lengthMs);
      if (this.reason !== "") return this.moves === 0 && this.framesHeard === 0 ? "refused" : "cut";
      verbs = rest;
    }
  }

  private async ask(url: string): Promise<Verb[]> {
    const form = {
      AccountSid: this.context.accountSid,
      ApiVersion: "2010-04-01",
      CallSid: this.sid,
      CallStatus: this.moves === 0 ? "ringing" : "in-progress",
      Direction: "inbound",
      From: this.from,
      To: this.context.to,
    };
    const signature = getExpectedTwilioSignature(this.context.signingToken(), url, form);
    const { hostname, pathname, search } = new URL(url);
    const sent = request({
      method: "POST",
      host: hostname,
      path: `${pathname}${search}`,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        "x-twilio-signature": signature,
      },
      createConnection: () => this.connection(hostname),
      signal: AbortSignal.timeout(this.answerWithinMs),
    });
    sent.end(new URLSearchParams(form).toString());
    try {
      const answer = await responseTo(sent);
      const body = await text(answer);
      if (answer.statusCode === 200) return verbsOf(body);
      this.reason = `the webhook answered HTTP ${String(answer.statusCode)}`;
    } catch (error) {
      this.reason = `the webhook gave no answer: ${error instanceof Error ? error.message : "?"}`;
    }
    return [];
  }

  private async play(verb: Verb & { kind: "stream" }, until: number): Promise<void> {
    const { hostname } = new URL(verb.url);
    const signature = getExpectedTwilioSignature(this.context.signingToken(), verb.url, {});
    const socket = new WebSocket(verb.url, {
      perMessageDeflate: false,
      headers: { "x-twilio-signature": signature },
      handshakeTimeout: this.answerWithinMs,
      createConnection: () => this.connection(hostname),
    });
    const echo = new Echo();
    const stream = new MediaStream(socket, {
      callSid: this.sid,
      accountSid: this.context.accountSid,
      parameters: verb.parameters,
      until,
      onAudio: (audio) => {
        this.heard();
        echo.hear(audio);
      },
    });
    this.#stream = stream;
    const end = await stream.run();
    this.framesSent += stream.sent;
    this.framesHeard += echo.received;
    this.framesLost += echo.lost;
    if (end !== "closed") this.reason = end;
  }

  private heard(): void {
    const now = performance.now();
    if (this.#lastHeard !== undefined) {
      this.longestGap = Math.max(this.longestGap, now - this.#lastHeard);
    }
    this.#lastHeard = now;
  }

  /** A connection to the endpoint. `handshakeTimeout` needs its time limit. An upgrade ends the limit. */
  private connection(servername: string): TLSSocket {
    const { certificate: ca, port } = this.context.endpoint;
    return connect({ host: "127.0.0.1", port, servername, ca, timeout: this.answerWithinMs });
  }

  private get answerWithinMs(): number {
    return this.context.answerWithinMs ?? ANSWER_WITHIN_MS;
  }

  private refused(reason: string): CallEnd {
    this.reason = reason;
    return this.moves === 0 ? "refused" : "cut";
  }

  private cut(reason: string): CallEnd {
    if (this.reason === "") this.reason = reason;
    return this.framesHeard === 0 && this.moves === 0 ? "refused" : "cut";
  }
}

function responseTo(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((done, reject) => {
    sent.once("response", done).once("error", reject);
  });
}
