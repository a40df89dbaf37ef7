import assert from "node:assert/strict";
import { principalPatterns } from "../../components/iam/account";
import { readersOnlyPolicy } from "../../components/secret/storedSecret";

// Shows the patterns as text. Does not show that IAM matches a session's aws:PrincipalArn with them: the emulator's tests do.

const ACCOUNT = "123456789012";

/** Whether a pattern of IAM, with `*` and `?`, matches an ARN. */
function matches(pattern: string, arn: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(arn);
}

describe("principalPatterns", () => {
  for (const arn of [
    `arn:aws:iam::${ACCOUNT}:user/deployer`,
    `arn:aws:iam::${ACCOUNT}:user/team/deployer`,
    `arn:aws:iam::${ACCOUNT}:root`,
    `arn:aws:sts::${ACCOUNT}:federated-user/deployer`,
    "arn:aws-us-gov:iam::123456789012:user/deployer",
  ]) {
    it(`leaves ${arn} as it is`, () => {
      assert.deepEqual(principalPatterns(arn), [arn]);
    });
  }

  for (const partition of ["aws", "aws-us-gov", "aws-cn"]) {
    it(`treats a session as its role, whatever the role's path, ${partition}`, () => {
      const session = `arn:${partition}:sts::${ACCOUNT}:assumed-role/Deployer/run-17@example.com`;
      const roles = `arn:${partition}:iam::${ACCOUNT}:role`;
      assert.deepEqual(principalPatterns(session), [`${roles}/Deployer`, `${roles}/*/Deployer`]);
    });
  }

  it("matches the role in every path, but no other role and no role of another account", () => {
    const name = "AWSReservedSSO_Admin_0123456789abcdef";
    const patterns = principalPatterns(`arn:aws:sts::${ACCOUNT}:assumed-role/${name}/me`);
    const isMatched = (arn: string) => patterns.some((pattern) => matches(pattern, arn));
    for (const path of ["", "team/", "aws-reserved/sso.amazonaws.com/eu-north-1/"]) {
      assert.ok(isMatched(`arn:aws:iam::${ACCOUNT}:role/${path}${name}`), path);
    }
    assert.ok(!isMatched(`arn:aws:iam::${ACCOUNT}:role/Not${name}`));
    assert.ok(!isMatched(`arn:aws:iam::${ACCOUNT}:role/${name}2`));
    assert.ok(!isMatched(`arn:aws:iam::210987654321:role/${name}`));
    assert.ok(!isMatched(`arn:aws:iam::${ACCOUNT}:user/${name}`));
  });
});

describe("readersOnlyPolicy", () => {
  it("denies only reads, so that those who manage the secret can always correct the policy", () => {
    const readers = principalPatterns(`arn:aws:sts::${ACCOUNT}:assumed-role/Deployer/me`);
    const { Statement } = readersOnlyPolicy(readers);
    assert.ok(Array.isArray(Statement));
    assert.deepEqual(Statement[0], {
      Sid: "ReadersOnly",
      Effect: "Deny",
      Principal: "*",
      Action: ["secretsmanager:BatchGetSecretValue", "secretsmanager:GetSecretValue"],
      Resource: "*",
      Condition: { ArnNotLike: { "aws:PrincipalArn": readers } },
    });
    assert.equal(Statement.length, 2, "the other asks for TLS, which everybody can use");
  });
});
