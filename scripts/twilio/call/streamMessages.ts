import { parsedJson, valueAt } from "../../network/json";

/** Length of an audio frame, in milliseconds. */
export const FRAME_MS = 20;

/** Bytes of an audio frame: µ-law has 8000 samples of one byte a second. */
export const FRAME_BYTES = 160;

/** Bytes of a second of audio. */
const BYTES_A_SECOND = 8000;

/** What the server sent on a stream. */
export interface StreamAnswers {
  /** Seconds of audio. */
  readonly seconds: number;
  /** Descriptions of messages that Twilio would refuse (error 31924), without their content. */
  readonly refused: readonly string[];
}

/** Collects what the server sends on a stream. */
export class StreamLog {
  #bytes = 0;
  readonly #refused = new Set<string>();

  /** Takes a message. Returns the name of a mark, which Twilio sends back after it has played the audio before it. */
  take(text: string): string | undefined {
    const message = parsedJson(text);
    const event = valueAt(message, "event");
    if (event === "clear") return undefined;
    if (event === "mark") {
      const name = valueAt(message, "mark", "name");
      if (typeof name === "string") return name;
      this.#refused.add("a mark without a name");
      return undefined;
    }
    if (event === "media") this.takeAudio(valueAt(message, "media", "payload"));
    else
      this.#refused.add(
        message === undefined
          ? "a message that is not JSON"
          : "a message that is neither media, mark nor clear",
      );
    return undefined;
  }

  /** Everything that was received so far. */
  answers(): StreamAnswers {
    return { seconds: this.#bytes / BYTES_A_SECOND, refused: [...this.#refused] };
  }

  private takeAudio(payload: unknown): void {
    if (typeof payload !== "string" || !/^[A-Za-z0-9+/]+={0,2}$/.test(payload)) {
      this.#refused.add("media whose payload is not base64");
      return;
    }
    this.#bytes += Buffer.from(payload, "base64").length;
  }
}
