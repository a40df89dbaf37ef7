import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Compares a text with the committed file in golden/. UPDATE_GOLDEN=1 writes the file anew. */
export function assertGolden(text: string, name: string): void {
  const file = join(__dirname, "..", "golden", name);
  if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file, text);
  assert.equal(text, readFileSync(file, "utf8"), `test/offline/golden/${name} differs`);
}
