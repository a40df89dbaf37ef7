import fc from "fast-check";
import assert from "node:assert/strict";
import { decide } from "../../../../scripts/ecs/roles/access";
import type { Decision } from "../../../../scripts/ecs/roles/policySimulator";

// Combines decisions that the test makes. Does not show that IAM combines them in the same way.
describe("How a role's own policies and a resource policy combine", () => {
  const decisions = fc.constantFrom<Decision>("allowed", "implicitDeny", "explicitDeny");
  const rules = fc.constantFrom("own or resource" as const, "key" as const);

  it("denies a request that any policy denies, or that no policy allows", () => {
    fc.assert(
      fc.property(
        decisions,
        decisions,
        decisions,
        rules,
        fc.boolean(),
        (own, direct, account, rule, same) => {
          const { allowed } = decide(
            { decision: own, missing: [] },
            { direct, account },
            rule,
            same,
          );
          const all = [own, direct, account];
          if (all.includes("explicitDeny") || !all.includes("allowed"))
            assert.equal(allowed, false);
        },
      ),
    );
  });

  it("accepts a secret's policy in place of the role's own, but a key policy must allow the role", () => {
    const no = { decision: "implicitDeny", missing: [] } as const;
    const yes = { decision: "allowed", missing: [] } as const;
    const none = { direct: "implicitDeny", account: "implicitDeny" } as const;
    const direct = { direct: "allowed", account: "implicitDeny" } as const;
    const account = { direct: "implicitDeny", account: "allowed" } as const;
    const table = [
      [yes, none, "own or resource", true, true],
      [no, direct, "own or resource", true, true],
      [no, account, "own or resource", true, false],
      [yes, none, "own or resource", false, false],
      [yes, direct, "own or resource", false, true],
      [no, direct, "own or resource", false, false],
      [yes, none, "key", true, false],
      [yes, account, "key", true, true],
      [no, account, "key", true, false],
      [no, direct, "key", true, true],
    ] as const;
    for (const [own, resource, rule, same, expected] of table) {
      assert.equal(
        decide(own, resource, rule, same).allowed,
        expected,
        JSON.stringify([own, resource, rule, same]),
      );
    }
  });
});
