import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { settingsNote } from "../../../scripts/update/lastUpdate";
import { commitNote } from "../../../scripts/update/uncommitted";
import { temporaryFolder } from "../../support/temporaryFolder";

// The test makes the settings of the last update. test/emulator/settingsGoBack.test.ts reads them with the real CLI.
describe("Settings that the next update would set back", () => {
  const config = { "p:cpu": 1024, "p:image": "a:2", "p:environment": { B: "2", A: 1 } };
  const value = (key: string): unknown => new Map<string, unknown>(Object.entries(config)).get(key);
  const settings = { project: "p", config, value, hasEnvironments: false, text: () => undefined };
  const same = [
    ["p:cpu", "1024"],
    ["p:image", "a:2"],
    ["p:environment", "{A: 1, B: 2}"],
  ] as const;

  it("are named with both values, and with the command that keeps the value of the last update", () => {
    const last = new Map([...same, ["p:image", "a:3"], ["p:maxTasks", "9"]]);
    const note = settingsNote("dev", settings, last) ?? "";
    assert.match(
      note,
      /^note: the last update of dev was made with other settings than Pulumi\.dev/,
    );
    assert.match(note, /\n {2}image: a:2 \(at the last update: a:3\)\n/);
    assert.match(note, /\n {2}maxTasks: not set \(at the last update: 9\)\n/);
    assert.match(note, /\n {4}npx pulumi config set image 'a:3' --stack dev\n/);
    assert.doesNotMatch(note, /cpu|environment/);
  });

  it("include none that is stored encrypted now, and no ciphertext is shown", () => {
    const encrypted = (key: string): unknown =>
      key === "p:next" ? { secure: "v1:x" } : value(key);
    const last = new Map([...same, ["p:next", ""]]);
    assert.equal(settingsNote("dev", { ...settings, value: encrypted }, last), undefined);
  });

  it("include none that the file has with the same value, in any order and quoting", () => {
    assert.equal(settingsNote("dev", settings, new Map(same)), undefined);
    assert.equal(settingsNote("dev", settings, new Map()), undefined, "a new setting goes forward");
  });
});

describe("What to commit", () => {
  const folder = join(temporaryFolder("commit"), "project");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: folder,
      stdio: "pipe",
    });

  it("is the stack's file, until it is committed", async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: {}\n");
    assert.equal(await commitNote(folder, "dev"), undefined, "no repository, nothing to commit");
    git("init", "--quiet");
    const untracked = (await commitNote(folder, "organization/p/dev")) ?? "";
    assert.match(
      untracked,
      /^Pulumi\.dev\.yaml is not in git yet: git add Pulumi\.dev\.yaml && git/,
    );
    git("add", "Pulumi.dev.yaml");
    git("commit", "--quiet", "-m", "x");
    assert.equal(await commitNote(folder, "dev"), undefined);
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: {a: 1}\n");
    assert.match((await commitNote(folder, "dev")) ?? "", /has changes that are not committed/);
  });
});
