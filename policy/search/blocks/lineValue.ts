/** A value of a line without its quotes and the comma or semicolon behind it. */
export function unquoted(text: string): string {
  const value = text.trim();
  return /^(["'`])[^]*\1[,;]?$/.exec(value) === null
    ? value.replace(/[,;]$/, "")
    : value.replace(/[,;]$/, "").slice(1, -1);
}

/** A line without the comment at its end. */
export function withoutComment(text: string): string {
  const comment = /[ \t](?:#|\/\/)[ \t]/.exec(text);
  return comment === null ? text : text.slice(0, comment.index);
}
