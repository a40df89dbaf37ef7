import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cost } from "../../../scripts/cost/command";
import { ROOT } from "../../support/program/devStack";
import { sourcesIn } from "../../support/program/sources";
import { assertDescribed, schemaOf } from "../../support/scripts/jsonSchema";

// Checks the published JSON schemas. test/support/scripts/script.ts validates every --json output of the emulator tests with them.
describe("The descriptions of --json", () => {
  it("have every field that a command puts into its object", () => {
    const properties: unknown = Reflect.get(schemaOf("report"), "properties");
    assert.ok(typeof properties === "object" && properties !== null);
    const fields = sourcesIn("scripts").flatMap((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      return [...text.matchAll(/report\.(?:fact|data)\(\s*"(\w+)"/g)].map(
        ([, field = ""]) => field,
      );
    });
    assert.ok(fields.length >= 15);
    assert.deepEqual(
      fields.filter((field) => !Object.hasOwn(properties, field)),
      [],
    );
  });

  it("refuse a field that they do not list, and an object with neither a verdict nor an error", () => {
    const base = { command: "test-webhook", schemaVersion: 1, checks: [], ok: true };
    assertDescribed(JSON.stringify({ ...base, verdict: "fine" }));
    for (const object of [base, { ...base, verdict: "fine", other: 1 }]) {
      assert.throws(() => {
        assertDescribed(JSON.stringify(object));
      });
    }
  });

  it("describe what cost prints on an error, too", async () => {
    const printed: string[] = [];
    const stream = { write: (text: string) => printed.push(text) };
    const terminal = { stdout: stream, stderr: { write: () => true }, env: {} };
    const args = ["--json", "--calls-per-day", "many"];
    assert.equal(await cost(args, ROOT, AbortSignal.timeout(10_000), terminal), 2);
    assertDescribed(printed.join(""), "cost");
    assert.match(printed.join(""), /"ok":false,"error":"--calls-per-day needs a number/);
  });
});
