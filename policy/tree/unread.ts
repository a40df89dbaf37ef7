/** A part of an asset that was not searched, or was searched only for the stack's own values. */
export interface UnreadPart {
  /** The path in the folder or the archive; "" for the asset itself. */
  readonly part: string;
  /**
   * The reason. `irregular`: it is no regular file. `unread`: it is too large to be read, or cannot be unpacked. `large`: it is so large
   * that it was searched only for the stack's own values.
   */
  readonly reason: "irregular" | "unread" | "large";
}

/** The key of the {@link UnreadPart}s in the object of an asset. */
export const UNREAD = Symbol("unread");
