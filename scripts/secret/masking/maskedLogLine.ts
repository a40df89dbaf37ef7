import { stripVTControlCharacters } from "node:util";

/** Longer lines are cut: what a person needs of a log stands at a line's beginning. */
const LONGEST_LINE = 400;

/**
 * What may be a credential, or a caller's number, in a service's log. It is wider than the credentials' own formats, because a log
 * may hold them encoded and nobody reads a diagnosis for a digest: any word of 20 letters and digits or more, with the signs of
 * base64 and of URLs.
 */
const MASKED: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/[A-Za-z0-9+/_-]{20,}={0,2}/g, "[masked]"],
  [/(?:\+|%2B)[1-9]\d{6,14}/gi, "[number]"],
  [/(?<![\d.:-])\d{9,15}(?![\d.:])/g, "[number]"],
];

/** Words of a log that are long and no credential: they keep a line readable. */
const KEPT = /^(?:[a-z]+(?:[/_-][a-z]+)*|[A-Z][a-z]+(?:[A-Z][a-z]+)*)$/;

/** A line of a service's log without control sequences, credentials and telephone numbers. */
export function maskedLogLine(line: string): string {
  const text = stripVTControlCharacters(line).slice(0, LONGEST_LINE);
  return MASKED.reduce(
    (shown, [pattern, name]) =>
      shown.replace(pattern, (found) => (KEPT.test(found) ? found : name)),
    text,
  );
}
