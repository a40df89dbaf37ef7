import { stripVTControlCharacters } from "node:util";

/** Longer lines are cut, because the useful part of a log line is its beginning. */
const LONGEST_LINE = 400;

/**
 * Texts in a service's log that may be a credential or a caller's number. The patterns are wider than the credentials' own
 * formats, because a log may contain encoded credentials, and no reader needs a digest. They match every word of 20 or more
 * letters, digits and characters of base64 and URLs.
 */
const MASKED: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/[A-Za-z0-9+/_-]{20,}={0,2}/g, "[masked]"],
  [/(?:\+|%2B)[1-9]\d{6,14}/gi, "[number]"],
  [/(?<![\d.:-])\d{9,15}(?![\d.:])/g, "[number]"],
];

/** Long words that cannot be a credential. They stay, so that the line can be read. */
const KEPT = /^(?:[a-z]+(?:[/_-][a-z]+)*|[A-Z][a-z]+(?:[A-Z][a-z]+)*)$/;

/** Removes control sequences from a line of a service's log, and masks credentials and phone numbers in it. */
export function maskedLogLine(line: string): string {
  const text = stripVTControlCharacters(line).slice(0, LONGEST_LINE);
  return MASKED.reduce(
    (shown, [pattern, name]) =>
      shown.replace(pattern, (found) => (KEPT.test(found) ? found : name)),
    text,
  );
}
