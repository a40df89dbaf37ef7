import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KeptFile } from "../../../scripts/stack/fileBackup";
import { temporaryFolder } from "../../support/temporaryFolder";

describe("KeptFile", () => {
  const path = join(temporaryFolder("kept"), "Pulumi.dev.yaml");

  it("takes a half-written file away again where there was none", () => {
    const kept = new KeptFile(path);
    kept.restore();
    writeFileSync(path, "config:\n  half");
    kept.restore();
    assert.equal(existsSync(path), false);
  });

  it("puts a half-written file back to the letter, and does not touch a whole one", () => {
    writeFileSync(path, "# kept\r\nconfig: {}\n");
    const kept = new KeptFile(path);
    const { mtimeNs } = statSync(path, { bigint: true });
    kept.restore();
    assert.equal(statSync(path, { bigint: true }).mtimeNs, mtimeNs);
    writeFileSync(path, "");
    kept.restore();
    assert.equal(readFileSync(path, "utf8"), "# kept\r\nconfig: {}\n");
  });
});
