import assert from "node:assert/strict";
import { statementsForRole } from "../../../../scripts/ecs/roles/resourcePolicy";

const ROLE = "arn:aws:iam::123456789012:role/execution";
const ROOT = "arn:aws:iam::123456789012:root";

function policy(...statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

// Reads policies that the test makes. Does not show that IAM matches principals in the same way.
describe("statementsForRole", () => {
  const of = (principal: object): { direct: number; account: number } => {
    const document = policy({ Effect: "Deny", Action: "*", Resource: "*", ...principal });
    const found = statementsForRole(document, ROLE);
    const count = (text = "{}"): number => {
      const parsed: unknown = JSON.parse(text);
      const list: unknown =
        typeof parsed === "object" && parsed !== null ? Reflect.get(parsed, "Statement") : [];
      return Array.isArray(list) ? list.length : -1;
    };
    return { direct: count(found?.direct), account: count(found?.account) };
  };

  it("takes the statements whose principal covers the role", () => {
    for (const Principal of ["*", { AWS: "*" }, { AWS: ROLE }, { AWS: [ROOT, ROLE] }]) {
      assert.deepEqual(of({ Principal }), { direct: 1, account: 0 });
    }
    for (const Principal of [{ AWS: ROOT }, { AWS: "123456789012" }]) {
      assert.deepEqual(of({ Principal }), { direct: 0, account: 1 });
    }
    const others = [
      { AWS: "arn:aws:iam::123456789012:role/other" },
      { AWS: "999999999999" },
      { Service: "ecs-tasks.amazonaws.com" },
    ];
    for (const Principal of others) assert.deepEqual(of({ Principal }), { direct: 0, account: 0 });
    assert.deepEqual(of({ NotPrincipal: { AWS: [ROOT, ROLE] } }), { direct: 0, account: 0 });
    assert.deepEqual(of({ NotPrincipal: { AWS: "999999999999" } }), { direct: 1, account: 0 });
  });

  it("keeps conditions, and recognises a text that is not a policy", () => {
    const Condition = { StringNotEquals: { "aws:PrincipalArn": ROLE } };
    const document = policy({
      Effect: "Deny",
      Principal: "*",
      Action: "*",
      Resource: "*",
      Condition,
    });
    assert.match(
      statementsForRole(document, ROLE)?.direct ?? "",
      /"Condition":\{"StringNotEquals"/,
    );
    assert.equal(statementsForRole("not json", ROLE), undefined);
  });
});
