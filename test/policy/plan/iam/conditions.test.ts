import assert from "node:assert/strict";
import { isPublic } from "../../../../policy/plan/iam/principals";
import { UNKNOWN, type Tree, type TreeObject } from "../../../../policy/tree/tree";

const ACCOUNT = "123456789012";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/phone`;
const ORGANIZATION = "o-a1b2c3d4e5";

// No other tool can confirm these verdicts. parliament 1.6 only checks that IAM knows an operator and a key, and policy_sentry 0.15
// reads only actions. The cases follow AWS's documentation of condition operators.

/** A condition, and whether a statement for everybody with this condition still allows a caller from another account. */
type Case = readonly [condition: TreeObject, letsInStrangers: boolean];

function when(operator: string, key: string, value: Tree): TreeObject {
  return { [operator]: { [key]: value } };
}

function statement(more: TreeObject): { readonly path: string; readonly statement: TreeObject } {
  return { path: "policy.Statement[0]", statement: { Effect: "Allow", Principal: "*", ...more } };
}

const LIMIT = when("StringEquals", "aws:PrincipalAccount", ACCOUNT);

const SUITES: Readonly<Record<string, readonly Case[]>> = {
  "an ARN limits by its account": [
    [when("ArnEquals", "aws:PrincipalArn", ROLE), false],
    [when("ArnLike", "aws:PrincipalArn", `arn:aws:iam::${ACCOUNT}:role/*`), false],
    [when("ArnLike", "aws:PrincipalArn", `arn:aws*:iam::${ACCOUNT}:role/phone`), false],
    [when("StringLike", "aws:PrincipalArn", `arn:aws:iam::${ACCOUNT}:*`), false],
    [when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:*"), true],
    [when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/phone"), true],
    [when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::????????????:role/phone"), true],
    [when("StringLike", "aws:PrincipalArn", "arn:*"), true],
    [when("StringLike", "aws:PrincipalArn", "*"), true],
    [when("StringLike", "aws:PrincipalArn", "*:role/phone"), true],
  ],
  "a star in a string also matches colons, and so the path of a role in any account": [
    [when("StringLike", "aws:PrincipalArn", `arn:*:${ACCOUNT}:role/phone`), true],
    [when("StringLike", "aws:PrincipalArn", `arn:aws*:iam::${ACCOUNT}:role/phone`), true],
    [when("StringLike", "aws:SourceArn", `arn:aws:sns:*:${ACCOUNT}:alarms`), false],
  ],
  "a source ARN limits by its account, or by the name of a bucket": [
    [when("ArnLike", "aws:SourceArn", `arn:aws:events:*:${ACCOUNT}:rule/*`), false],
    [when("ArnLike", "aws:SourceArn", "arn:aws:s3:::recordings/*"), false],
    [when("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:alarms"), true],
    [when("ArnLike", "aws:SourceArn", "arn:aws:s3:::rec*"), true],
    [when("ArnLike", "aws:SourceArn", "arn:aws:route53:::hostedzone/*"), true],
  ],
  "an account limits if it is exactly one account": [
    [when("StringEquals", "aws:PrincipalAccount", ACCOUNT), false],
    [when("StringEquals", "kms:CallerAccount", [ACCOUNT, "210987654321"]), false],
    [when("StringLike", "aws:PrincipalAccount", "?*"), true],
    [when("StringLike", "aws:PrincipalAccount", "1*"), true],
    [when("StringLike", "aws:PrincipalAccount", [ACCOUNT, "*"]), true],
    [when("StringEquals", "aws:PrincipalAccount", []), true],
  ],
  "an organization's id limits, but a pattern for any id does not": [
    [when("StringEquals", "aws:PrincipalOrgID", ORGANIZATION), false],
    [when("StringLike", "aws:PrincipalOrgID", "o-*"), true],
    [when("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", `${ORGANIZATION}/r-ab12/*`), false],
    [when("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-*/r-ab12/*"), true],
  ],
  "a network and a user limit by their ids": [
    [when("StringEquals", "aws:SourceVpce", "vpce-0a1b2c3d4e5f67890"), false],
    [when("StringLike", "aws:SourceVpce", "vpce-*"), true],
    [when("StringLike", "aws:userid", "AROAEXAMPLEEXAMPLE123:*"), false],
    [when("StringLike", "aws:userid", "*:phone"), true],
    [when("StringLike", "aws:userid", "AROA*"), true],
  ],
  "a policy variable of the resource limits, but a policy variable of the caller does not": [
    [when("StringEquals", "aws:PrincipalOrgID", "${aws:ResourceOrgID}"), false],
    [when("StringEquals", "aws:PrincipalAccount", "${aws:ResourceAccount}"), false],
    [when("StringEquals", "aws:PrincipalAccount", "${aws:PrincipalAccount}"), true],
    [when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::${aws:PrincipalAccount}:*"), true],
  ],
  "a condition that holds without its key limits nothing, unless the key is required": [
    [when("ForAllValues:StringEquals", "aws:PrincipalOrgPaths", `${ORGANIZATION}/`), true],
    [when("ForAllValues:StringEquals", "aws:PrincipalArn", ROLE), true],
    [when("StringEqualsIfExists", "aws:PrincipalOrgID", ORGANIZATION), true],
    [when("ForAnyValue:StringEqualsIfExists", "aws:PrincipalOrgPaths", ORGANIZATION), true],
    [
      {
        ...when("ForAllValues:StringEquals", "aws:PrincipalOrgPaths", `${ORGANIZATION}/`),
        ...when("Null", "aws:principalorgpaths", "false"),
      },
      false,
    ],
    [
      {
        ...when("StringEqualsIfExists", "aws:PrincipalOrgID", ORGANIZATION),
        ...when("Null", "aws:PrincipalOrgID", "true"),
      },
      true,
    ],
    [
      {
        ...when("StringEqualsIfExists", "aws:PrincipalOrgID", ORGANIZATION),
        ...when("Null", "aws:PrincipalAccount", "false"),
      },
      true,
    ],
    [when("Null", "aws:PrincipalOrgID", "false"), true],
  ],
  "an operator limits if it names who may, but not if it names who may not": [
    [when("StringNotEquals", "aws:PrincipalAccount", ACCOUNT), true],
    [when("ArnNotLike", "aws:PrincipalArn", `arn:aws:iam::${ACCOUNT}:*`), true],
    [when("StringNotLike", "aws:PrincipalOrgID", "o-*"), true],
    [when("stringequals", "AWS:PRINCIPALACCOUNT", ACCOUNT), false],
  ],
  "a condition that a stranger can fulfil limits nothing": [
    [when("Bool", "aws:SecureTransport", "true"), true],
    [when("StringEquals", "aws:PrincipalTag/team", "phone"), true],
    [when("StringEquals", "aws:RequestedRegion", "eu-north-1"), true],
  ],
  "one limit is enough among several conditions": [
    [{ StringLike: { "aws:PrincipalArn": "*", "aws:PrincipalAccount": ACCOUNT } }, false],
    [
      {
        ...when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/phone"),
        ...when("Bool", "aws:SecureTransport", "true"),
      },
      true,
    ],
  ],
  "an unknown value may limit": [
    [when("StringEquals", "aws:PrincipalAccount", UNKNOWN), false],
    [when("StringLike", "aws:PrincipalAccount", [UNKNOWN, "*"]), true],
  ],
};

// Does not prove how AWS evaluates a condition: nothing was run against AWS.
describe("a statement for everybody, by its conditions", () => {
  for (const [title, cases] of Object.entries(SUITES)) {
    it(title, () => {
      for (const [condition, letsInStrangers] of cases) {
        const judged = isPublic(statement({ Condition: condition }));
        assert.equal(judged, letsInStrangers, JSON.stringify(condition));
      }
    });
  }

  it("is for everybody in each way to write the principal", () => {
    const everybody: readonly TreeObject[] = [
      { Principal: "*" },
      { Principal: { AWS: "*" } },
      { Principal: { AWS: [ROLE, "*"] } },
      { Principal: ["*"] },
      { Principal: { AWS: "arn:aws:iam::*:root" } },
      { Principal: { Service: "*" } },
      { NotPrincipal: { AWS: ROLE } },
    ];
    for (const principal of everybody) {
      const grant = (more: TreeObject) => ({
        path: "",
        statement: { Effect: "Allow", ...principal, ...more },
      });
      assert.equal(isPublic(grant({})), true, JSON.stringify(principal));
      assert.equal(isPublic(grant({ Condition: LIMIT })), false, JSON.stringify(principal));
    }
    for (const principal of [{ AWS: ROLE }, { AWS: ACCOUNT }, { Service: "x.amazonaws.com" }]) {
      assert.equal(isPublic(statement({ Principal: principal })), false);
    }
    assert.equal(isPublic(statement({ Principal: UNKNOWN })), false);
  });
});
