import assert from "node:assert/strict";
import { partition } from "@aws-sdk/core/client";
import fc from "fast-check";
import { parseArn } from "../../components/iam/arn";
import { parseArn as parseArnInPack } from "../../policy/plan/iam/arn";
import { arnParts } from "../../scripts/aws/arn";

/** A region of each partition that AWS's library knows. */
const REGIONS = [
  "eu-north-1",
  "us-gov-west-1",
  "cn-north-1",
  "us-iso-east-1",
  "us-isob-east-1",
  "eu-isoe-west-1",
  "us-isof-south-1",
  "eusc-de-east-1",
];

const name = fc.stringMatching(/^[\w+=,.@*?-]{1,12}$/);

/** The resource part of an ARN, with slashes and colons between, before or after its names. */
const resource = fc
  .array(fc.tuple(name, fc.constantFrom(":", "/", "::", "//", "")), { minLength: 1, maxLength: 5 })
  .map((pieces) => pieces.flat().join(""));

const arn = fc
  .tuple(
    fc.constantFrom(...REGIONS),
    fc.stringMatching(/^[a-z][a-z0-9-]{1,20}$/),
    fc.boolean(),
    fc.option(fc.stringMatching(/^\d{12}$/), { nil: "" }),
    resource,
  )
  .map(([region, service, isRegional, accountId, rest]) =>
    ["arn", partition(region).name, service, isRegional ? region : "", accountId, rest].join(":"),
  );

// Shows that both functions read an ARN as AWS's library does. There are two, because the components and the pack import neither each
// other nor AWS's library, which only the scripts use. Does not show that AWS issues such ARNs.
describe("parseArn of the components and of the policy pack", () => {
  it("takes an ARN apart as AWS's library does", () => {
    assert.equal(new Set(REGIONS.map((region) => partition(region).name)).size, REGIONS.length);
    fc.assert(
      fc.property(arn, (text) => {
        const expected = arnParts(text);
        assert.notEqual(expected.service, "");
        assert.deepEqual(parseArn(text), { ...expected });
        assert.deepEqual(parseArnInPack(text), { ...expected });
      }),
    );
  });

  it("treats no other text as an ARN", () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom("arn", "aws", "", "s3", "*"), { maxLength: 8 })
        .map((p) => p.join(":")),
    );
    fc.assert(
      fc.property(text, (given) => {
        const isArn = arnParts(given) !== arnParts("");
        assert.equal(parseArn(given) !== undefined, isArn);
        assert.equal(parseArnInPack(given) !== undefined, isArn);
      }),
      { examples: [["arn"], ["arn:aws:s3::"], ["arn:aws:s3:::"], ["ARN:aws:s3:::b"]] },
    );
  });
});
