/** A text as inline code, in which GitHub shows every character as it is, makes no link, and mentions nobody. */
export function inlineCode(text: string): string {
  const fence = "`".repeat(longestRun(text) + 1);
  // A blank keeps a backtick at an end away from the fence; GitHub takes the two blanks away again.
  const pad = /^`|`$|^ .* $/.test(text) ? " " : "";
  return text === "" ? "(empty)" : `${fence}${pad}${text}${pad}${fence}`;
}

/** Lines as a block of code, which none of them can end. */
export function codeBlock(language: "diff" | "text", lines: readonly string[]): string[] {
  const longest = Math.max(2, ...lines.map(longestRun));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
