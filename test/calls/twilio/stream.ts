import { randomBytes } from "node:crypto";
import type WebSocket from "ws";
import { isRecord } from "../../../offline/engine/wire";
import { FRAME_MS, markedFrame } from "./audio";

/** Settings of a stream. */
export interface StreamArgs {
  readonly callSid: string;
  readonly accountSid: string;
  /** The `<Parameter>`s of the TwiML. */
  readonly parameters: Readonly<Record<string, string>>;
  /** When the caller presses `#`, as `performance.now()` gives it. */
  readonly until: number;
  readonly onAudio: (audio: Buffer) => void;
}

/** Milliseconds after `#` at which Twilio ends the call if nobody has hung up. */
const HANG_UP_WITHIN_MS = 10_000;

/**
 * A media stream as Twilio sends it: `connected`, `start`, paced media, `dtmf`, and `stop` at the end.
 * Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages.
 */
export class MediaStream {
  readonly #sid = `MZ${randomBytes(16).toString("hex")}`;
  #sequence = 0;
  #pressed = false;
  sent = 0;

  constructor(
    private readonly socket: WebSocket,
    private readonly args: StreamArgs,
  ) {}

  /** Plays until the socket closes. Returns "closed", or why the stream failed. */
  run(): Promise<string> {
    const { socket } = this;
    return new Promise((done) => {
      let timer: NodeJS.Timeout | undefined;
      socket.on("open", () => {
        timer = this.play();
      });
      socket.on("message", (data) => {
        if (Buffer.isBuffer(data)) this.receive(data.toString());
      });
      socket.on("unexpected-response", (_request, { statusCode }) => {
        done(`the upgrade was answered with HTTP ${String(statusCode)}`);
        socket.terminate();
      });
      socket.on("error", ({ message }) => {
        done(`the stream failed: ${message}`);
      });
      socket.on("close", (code) => {
        clearInterval(timer);
        // 1000 is a normal close: the service closed the stream, or the call was hung up.
        done(code === 1000 || code === 1005 ? "closed" : `the stream was closed with code ${code}`);
      });
    });
  }

  /** Ends the stream because the call is over. */
  stop(): void {
    this.send("stop", { stop: { accountSid: this.args.accountSid, callSid: this.args.callSid } });
    this.socket.close(1000);
  }

  private play(): NodeJS.Timeout {
    const { accountSid, callSid, parameters } = this.args;
    this.socket.send(JSON.stringify({ event: "connected", protocol: "Call", version: "1.0.0" }));
    this.send("start", {
      start: {
        accountSid,
        callSid,
        streamSid: this.#sid,
        tracks: ["inbound"],
        mediaFormat: { encoding: "audio/x-mulaw", sampleRate: 8000, channels: 1 },
        customParameters: parameters,
      },
    });
    const began = performance.now();
    return setInterval(() => {
      // A late timer sends all frames that are due.
      for (; began + this.sent * FRAME_MS <= performance.now(); this.sent += 1) this.sendFrame();
      this.pressWhenTime();
    }, FRAME_MS);
  }

  private sendFrame(): void {
    this.send("media", {
      media: {
        track: "inbound",
        chunk: String(this.sent + 1),
        timestamp: String(this.sent * FRAME_MS),
        payload: markedFrame(this.sent).toString("base64"),
      },
    });
  }

  private pressWhenTime(): void {
    const late = performance.now() - this.args.until;
    if (late > HANG_UP_WITHIN_MS) this.socket.close(4000);
    if (late < 0 || this.#pressed) return;
    this.#pressed = true;
    this.send("dtmf", { dtmf: { track: "inbound_track", digit: "#" } });
  }

  private receive(text: string): void {
    const message: unknown = JSON.parse(text);
    if (!isRecord(message)) return;
    const { event, mark, media } = message;
    if (event === "media" && isRecord(media)) {
      this.args.onAudio(Buffer.from(String(media["payload"]), "base64"));
    }
    // Twilio sends a mark back when the media before the mark has been played.
    if (event === "mark" && isRecord(mark)) this.send("mark", { mark });
  }

  private send(event: string, body: Readonly<Record<string, unknown>>): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.#sequence += 1;
    const sequenceNumber = String(this.#sequence);
    this.socket.send(JSON.stringify({ event, sequenceNumber, streamSid: this.#sid, ...body }));
  }
}
