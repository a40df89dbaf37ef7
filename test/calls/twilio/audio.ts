/** One media message: 20 ms of 8 kHz mu-law. */
export const FRAME_BYTES = 160;

/** Milliseconds between two media messages. Source: Twilio's Media Streams messages. */
export const FRAME_MS = 20;

/** Mu-law bytes that a frame can be filled with: all are louder than silence, and each survives decoding and encoding. */
const MARKS = 96;

/** The frame with the given number. All its bytes are equal, and the same frame returns after 96 frames. */
export function markedFrame(number: number): Buffer {
  return Buffer.alloc(FRAME_BYTES, number % MARKS);
}

/**
 * Follows the marked frames that a line gives back on one stream. A frame that is skipped between two others counts as
 * lost; frames before the first and after the last one that came back do not, because the line greets and is cut off there.
 */
export class Echo {
  #rest: Buffer = Buffer.alloc(0);
  #last: number | undefined;
  received = 0;
  lost = 0;

  /** Takes what the line played. */
  hear(audio: Buffer): void {
    let heard = Buffer.concat([this.#rest, audio]);
    for (; heard.length >= FRAME_BYTES; heard = heard.subarray(FRAME_BYTES)) {
      const mark = markOf(heard.subarray(0, FRAME_BYTES));
      if (mark !== undefined) this.count(mark);
    }
    this.#rest = heard;
  }

  private count(mark: number): void {
    this.received += 1;
    if (this.#last !== undefined) this.lost += (mark - this.#last - 1 + MARKS) % MARKS;
    this.#last = mark;
  }
}

/** The mark of a frame; undefined for anything else, such as the greeting. */
function markOf(frame: Buffer): number | undefined {
  const [mark = MARKS] = frame;
  return mark < MARKS && frame.every((byte) => byte === mark) ? mark : undefined;
}
