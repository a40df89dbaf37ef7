import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../support/program/devStack";
import { sourcesIn } from "../../support/program/sources";

/** The IAM prefix of a client's actions, where it is not the client's name without dashes. */
const PREFIXES: Readonly<Record<string, string>> = {
  "cloudwatch-logs": "logs",
  "elastic-load-balancing-v2": "elasticloadbalancing",
};

/** Actions that need no right, or one that the role's trust policy gives. */
const WITHOUT_RIGHT = ["sts:GetCallerIdentity", "sts:AssumeRole"];

/** Rights that AWS checks without a call of the script's own. */
const IMPLIED = ["kms:Decrypt", "iam:PassRole"];

/** The actions that the scripts' calls of the SDK need, by the commands and paginators that they import. */
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

/** The rights that docs/scripts.md lists; an action without a prefix has the one before it. */
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

// All scripts together, by their sources. That a script's own list has its own calls is shown in test/emulator/rights.test.ts.
describe("The rights that docs/scripts.md lists", () => {
  it("have every action that a script asks AWS for", () => {
    const called = calledActions();
    assert.ok(called.length >= 20, called.join(" "));
    const documented = documentedRights();
    assert.deepEqual(
      called.filter((action) => !documented.includes(action)),
      [],
    );
  });

  it("have none that no script asks for", () => {
    const needed = [...calledActions(), ...IMPLIED];
    assert.deepEqual(
      documentedRights().filter((right) => !needed.includes(right)),
      [],
    );
  });
});
