/** One media message: 20 ms of 8 kHz mu-law. */
export const FRAME_BYTES = 160;

/** Milliseconds between two media messages. Source: Twilio's Media Streams messages. */
export const FRAME_MS = 20;

/** Mu-law bytes that mark a frame. Each is louder than silence and is the same after decoding and encoding. */
const MARKS = 96;

/** The frame with the given number. All its bytes are equal, and the same frame returns after 96 frames. */
export function markedFrame(number: number): Buffer {
  return Buffer.alloc(FRAME_BYTES, number % MARKS);
}

/**
 * Follows the marked frames that a line echoes on one stream. A frame counts as lost if it is missing between two others. Frames
 * before the first echo and after the last do not count: there the line plays its greeting, or the call ends.
 */
export class Echo {
  #rest: Buffer = Buffer.alloc(0);
  #last: number | undefined;
  received = 0;
  lost = 0;

  /** Records a frame that the line played. */
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
