import assert from "node:assert/strict";
import fc from "fast-check";
import { iamPatternCovers } from "../../../../policy/plan/iam/pattern";

/** The same with a regular expression, which is easy to verify but may backtrack. */
function byRegularExpression(pattern: string, text: string): boolean {
  const source = pattern.replace(/[\\^$.|+()[\]{}]/g, "\\$&").replace(/\*/g, ".*");
  return new RegExp(`^${source.replace(/\?/g, ".")}$`, "s").test(text);
}

// Proves how wildcards match, not the other parts of IAM's evaluation.
describe("iamPatternCovers", () => {
  it("agrees with a regular expression on any pattern and text", () => {
    const characters = (alphabet: string) =>
      fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), maxLength: 12 });
    fc.assert(
      fc.property(characters("ab:*?"), characters("ab:"), (pattern, text) => {
        assert.equal(
          iamPatternCovers(pattern, text, "exact case"),
          byRegularExpression(pattern, text),
        );
      }),
      { numRuns: 5_000 },
    );
  });

  it("covers a text if wildcards replace pieces of it", () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (pieces) => {
        const text = pieces.join("");
        const pattern = pieces.map((piece, index) => (index % 2 === 0 ? "*" : piece)).join("");
        assert.ok(iamPatternCovers(pattern, text, "exact case"));
      }),
    );
  });

  it("distinguishes case only if the caller asks for it", () => {
    const pattern = "SecretsManager:Get*";
    assert.ok(iamPatternCovers(pattern, "secretsmanager:GetSecretValue", "any case"));
    assert.ok(!iamPatternCovers(pattern, "secretsmanager:GetSecretValue", "exact case"));
  });

  it("takes time at most in proportion to the pattern's length times the text's", () => {
    const begun = performance.now();
    assert.ok(!iamPatternCovers(`${"a*".repeat(500)}b`, "a".repeat(20_000), "exact case"));
    assert.ok(performance.now() - begun < 5_000);
  });
});
