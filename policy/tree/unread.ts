/** A part of an asset that was not searched, or not in every way. */
export interface UnreadPart {
  /** Path in the folder or the archive; "" for the asset itself. */
  readonly part: string;
  /**
   * Why: it is no regular file; it was too much to be read, or cannot be unpacked; or it is so large that it was searched
   * for the stack's own values alone.
   */
  readonly reason: "irregular" | "unread" | "large";
}

/** The key of an asset's object in a tree under which its {@link UnreadPart}s are. */
export const UNREAD = Symbol("unread");
