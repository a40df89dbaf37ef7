/**
 * Whether an IAM pattern matches a text. `*` matches any number of characters, `?` exactly one. IAM ignores the case of actions,
 * but not the case of ARNs.
 */
export function iamPatternCovers(
  pattern: string,
  text: string,
  comparison: "any case" | "exact case",
): boolean {
  return comparison === "any case"
    ? covers(pattern.toLowerCase(), text.toLowerCase())
    : covers(pattern, text);
}

function covers(pattern: string, text: string): boolean {
  let at = 0;
  let next = 0;
  let star: { pattern: number; text: number } | undefined;
  while (at < text.length) {
    if (pattern[next] === "*") {
      star = { pattern: next++, text: at };
    } else if (pattern[next] === "?" || pattern[next] === text[at]) {
      next++;
      at++;
    } else if (star === undefined) {
      return false;
    } else {
      // The last `*` matches one more character. Changing an earlier `*` would not help, so nothing is tried twice.
      star.text++;
      next = star.pattern + 1;
      at = star.text;
    }
  }
  return /^\**$/.test(pattern.slice(next));
}
