import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../../../scripts/terminal/replaceFile";
import { temporaryFolder } from "../../support/temporaryFolder";

// Does not show what is left after a crash of the machine.
describe("replaceFile", () => {
  it("keeps the file's permissions or sets the requested ones, and leaves no temporary file", () => {
    const folder = temporaryFolder("replaced");
    const file = join(folder, "file");
    replaceFile(file, Buffer.from("one"));
    chmodSync(file, 0o640);
    replaceFile(file, Buffer.from("two"));
    assert.equal(statSync(file).mode & 0o777, 0o640);
    replaceFile(file, Buffer.from("three"), 0o600);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(readFileSync(file, "utf8"), "three");
    assert.deepEqual(readdirSync(folder), ["file"]);
  });

  it("replaces what a link leads to, and not the link", () => {
    const folder = temporaryFolder("linked");
    const [file, link] = [join(folder, "file"), join(folder, "link")];
    writeFileSync(file, "one");
    symlinkSync(file, link);
    replaceFile(link, Buffer.from("two"));
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.equal(readFileSync(file, "utf8"), "two");
  });

  it("leaves the whole old content to a reader that has the file open", () => {
    const file = join(temporaryFolder("open"), "file");
    writeFileSync(file, "one");
    const { ino } = statSync(file);
    replaceFile(file, Buffer.from("two"));
    assert.notEqual(statSync(file).ino, ino, "it is another file under the same name");
  });
});
