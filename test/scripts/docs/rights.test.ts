import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../support/program/devStack";
import { sourcesIn } from "../../support/program/sources";

/** The IAM prefix of a client's actions, if it differs from the client's name without dashes. */
const PREFIXES: Readonly<Record<string, string>> = {
  "cloudwatch-logs": "logs",
  "elastic-load-balancing-v2": "elasticloadbalancing",
};

/** Actions that need no permission, or only the permission in the role's trust policy. */
const WITHOUT_RIGHT = ["sts:GetCallerIdentity", "sts:AssumeRole"];

/** Permissions that AWS checks although no script makes a call for them. */
const IMPLIED = ["kms:Decrypt", "iam:PassRole"];

/** The IAM actions that the scripts need. They follow from the SDK's commands and paginators that the scripts import. */
function calledActions(): string[] {
  const calls = sourcesIn("scripts").flatMap((file) => {
    const text = readFileSync(join(ROOT, file), "utf8");
    return [...text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-([\w-]+)"/g)].flatMap(
      ([, names = "", client = ""]) =>
        [...names.matchAll(/\b(?:(\w+)Command|paginate(\w+))\b/g)].map(
          ([, command, pages]) =>
            `${PREFIXES[client] ?? client.replaceAll("-", "")}:${command ?? pages ?? ""}`,
        ),
    );
  });
  return [...new Set(calls)].filter((action) => !WITHOUT_RIGHT.includes(action)).sort();
}

/** The permissions in docs/scripts.md. An action without a prefix has the prefix of the action before it. */
function documentedRights(): string[] {
  const text = readFileSync(join(ROOT, "docs/scripts.md"), "utf8");
  const rights: string[] = [];
  let prefix = "";
  for (const [, given, action = ""] of text.matchAll(/`(?:([a-z0-9]+):)?([A-Z]\w+)`/g)) {
    prefix = given ?? prefix;
    if (
      /^(Get|List|Describe|Batch|Simulate|Run|Stop|Pass|Decrypt|Lookup|Cancel|Enable|Restore)/.test(
        action,
      )
    ) {
      rights.push(`${prefix}:${action}`);
    }
  }
  return [...new Set(rights)].sort();
}

// Checks all scripts together, by reading their sources. test/emulator/rights.test.ts compares each script's own list with its calls.
describe("The rights that docs/scripts.md lists", () => {
  it("contain every action that a script needs", () => {
    const called = calledActions();
    assert.ok(called.length >= 20, called.join(" "));
    const documented = documentedRights();
    assert.deepEqual(
      called.filter((action) => !documented.includes(action)),
      [],
    );
  });

  it("contain only actions that a script needs", () => {
    const needed = [...calledActions(), ...IMPLIED];
    assert.deepEqual(
      documentedRights().filter((right) => !needed.includes(right)),
      [],
    );
  });
});
