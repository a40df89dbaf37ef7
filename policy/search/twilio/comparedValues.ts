import { SECRET } from "./secrets";

/** What a test compares a value with, or takes as a row of its data. `expected=` in a log is none of these. */
const ASSERTION =
  /\b(?:assert\w*|expect\w*(?!\w|=[\w/+])|should\w*|is_expected|XCTAssert\w*|(?:EXPECT|ASSERT|REQUIRE|CHECK)_\w+|toBe|toEqual|toStrictEqual|InlineData|TestCase|DataRow|Arguments\.of)\b/;

/** What compares in such a line. */
const COMPARES = /[(=]|\beq\b/;

/** A call of which a test checks the arguments: they are the ones that a client gets. */
const CALL = /call(?:s|ed)?_?(?:once_?)?with|received?\b|invoked/i;

/** A function that makes a digest or an identifier, whatever of. */
const DIGEST =
  /\b\w{0,30}(?:md5|sha\d{0,3}|hash|digest|hex|fingerprint|checksum|etag|cache_?key)\w{0,30}["']?[)\]]{0,3}[ \t]?(?:[(,=!:)]|\.|\beq\b)/i;

/** What says that a credential is compared. */
const CREDENTIAL =
  /token|secret|passw|pwd|auth|cred|(?:\b|account_?|key_?)sid\b|api_?key|bearer|validate_?request|request_?validator/i;

/** A longer line is minified code, in which one statement says nothing of the next. */
const LONGEST_LINE = 300;

/** The columns of a test's data, the last of which is what it expects. */
const COLUMNS =
  /\b(?:parametrize\([^)\n]{0,120}|struct ?\{[^}\n]{0,120}|each\([^)\n]{0,60})\b(?:want|wanted|exp|expected|digest|hash|md5|sha\d{0,3}|checksum|etag|fingerprint)\b/;

/** A row of such data, up to what is expected. */
const ROW = /^\s*[({[].*["'`][0-9A-Za-z]{32}["'`]\s?[)}\]],?\s*$/;

/**
 * The values of 32 characters that the tests in a text only compare something with, which is no credential. It finds the digest in
 * `assertThat(twilio.etag()).isEqualTo("…")`, and nothing in `expect(config.authToken).toBe("…")`.
 */
export function comparedIn(text: string): ReadonlySet<string> {
  const compared = new Set<string>();
  const hasRows = COLUMNS.test(text);
  if (!hasRows && !ASSERTION.test(text)) return compared;
  const others = new Set<string>();
  for (const line of text.split("\n")) {
    if (line.length < 32) continue;
    const values = line.match(SECRET);
    if (values === null) continue;
    if (isComparison(line)) for (const value of values) compared.add(value);
    else if (hasRows && ROW.test(line)) compared.add(values.at(-1) ?? "");
    else for (const value of values) others.add(value);
  }
  for (const value of others) compared.delete(value);
  return compared;
}

function isComparison(line: string): boolean {
  if (line.length > LONGEST_LINE || !ASSERTION.test(line) || !COMPARES.test(line)) return false;
  return !CALL.test(line) && (DIGEST.test(line) || !CREDENTIAL.test(line));
}
