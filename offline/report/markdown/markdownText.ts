/** Returns a text as inline code. GitHub shows its characters as they are: they become no link, mention or HTML. */
export function inlineCode(text: string): string {
  const fence = "`".repeat(longestRun(text) + 1);
  // A blank separates a backtick at an end of the text from the fence. GitHub removes both blanks.
  const pad = /^`|`$|^ .* $/.test(text) ? " " : "";
  return text === "" ? "(empty)" : `${fence}${pad}${text}${pad}${fence}`;
}

/** Returns lines as a block of code. Its fence is longer than any in the lines, so that no line ends the block. */
export function codeBlock(language: "diff" | "text", lines: readonly string[]): string[] {
  const longest = Math.max(2, ...lines.map(longestRun));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
