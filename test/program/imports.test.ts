import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../offline/engine/wire";
import { ROOT } from "../support/program/devStack";
import { packageImports, sourcesIn } from "../support/program/sources";

// Shows which packages the policy pack imports, types included. Does not see a name that is computed at run time. `npm run lint`
// checks which folder may import which (.dependency-cruiser.cjs).

describe("the policy pack", () => {
  it("imports only packages that its own package.json names", () => {
    const manifest: unknown = JSON.parse(readFileSync(join(ROOT, "policy/package.json"), "utf8"));
    assert.ok(isRecord(manifest) && isRecord(manifest["dependencies"]));
    const packages = Object.keys(manifest["dependencies"]);
    for (const file of sourcesIn("policy")) {
      for (const name of packageImports(file)) {
        assert.ok(packages.includes(name), `${file} imports ${name}`);
      }
    }
  });
});
