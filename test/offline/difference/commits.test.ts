import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { temporaryFolder } from "../../support/temporaryFolder";
import {
  EMPTY_PACK,
  finished,
  projectFolder,
  removeFolders,
  ROOT,
  runHere,
  SMALL_PROJECT,
  SMALL_STACK,
  smallProgram,
  startCommand,
} from "../support/previews";
import { append, commit, git, repository } from "./repository";

const bucket = (name: string): string => `new Resource("aws:s3/bucket:Bucket", "${name}", {});\n`;
const FILES = {
  program: smallProgram(bucket("first")),
  project: SMALL_PROJECT,
  stack: SMALL_STACK,
  pack: EMPTY_PACK,
};

/** A digest of every file of the repository's own folder, by name. */
function digests(folder: string): Record<string, string> {
  const names = readdirSync(join(folder, ".git"), { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(join(folder, ".git", name)).isFile());
  return Object.fromEntries(
    files.map((name) => {
      const bytes = readFileSync(join(folder, ".git", name));
      return [name, createHash("sha256").update(bytes).digest("hex")];
    }),
  );
}

// Shows which commit is compared, with a small program and a pack without rules. Does not cover SIGKILL: a run that is killed by
// it leaves its files in the temporary folder.
describe("offline difference: commits", function () {
  this.timeout(180_000);
  let temporary = "";
  const ownTemporary = process.env["TMPDIR"];

  before(() => {
    temporary = temporaryFolder("snapshots");
  });
  after(removeFolders);

  const snapshots = (): string[] =>
    readdirSync(temporary).filter((name) => name.startsWith("pulumi-plan-"));

  /** Runs with a temporary folder that nobody else uses. */
  async function run(args: readonly string[], folder: string) {
    process.env["TMPDIR"] = temporary;
    try {
      return await runHere(args, folder);
    } finally {
      if (ownTemporary === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = ownTemporary;
    }
  }

  it("takes uncommitted changes as the new plan, and leaves nothing in the repository or the temporary folder", async () => {
    const folder = repository(FILES);
    append(folder, "index.ts", bucket("second"));
    const earlier = digests(folder);
    const { code, stderr, stdout } = await run(["--diff", "HEAD"], folder);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(stdout, /\n {2}\+ aws:s3:Bucket {2}second\n/);
    assert.doesNotMatch(stdout, /Bucket +first/);
    assert.deepEqual(digests(folder), earlier);
    assert.equal(git(folder, "status", "--porcelain"), "M index.ts");
    assert.deepEqual(snapshots(), []);
  });

  it("compares with the commit where the branch left main, without the later commits of main", async () => {
    const folder = repository(FILES);
    git(folder, "switch", "--quiet", "-c", "topic");
    append(folder, "index.ts", bucket("of-topic"));
    commit(folder, "topic");
    git(folder, "switch", "--quiet", "main");
    append(folder, "index.ts", bucket("of-main"));
    commit(folder, "main goes on");
    git(folder, "switch", "--quiet", "topic");
    const { code, stdout } = await run(["--markdown"], folder);
    assert.equal(code, 0);
    assert.match(stdout, /compared with `[0-9a-f]{7}` \(`merge base with main`\)/);
    assert.match(stdout, /\n\+ aws:s3:Bucket {2}of-topic\n/);
    assert.doesNotMatch(stdout, /of-main/);
  });

  it("prints only the plan, and the reason, if there is nothing to compare with", async () => {
    const shallow = temporaryFolder("shallow");
    const origin = repository(FILES);
    git(origin, "switch", "--quiet", "-c", "topic");
    append(origin, "index.ts", bucket("second"));
    commit(origin, "second");
    git(shallow, "clone", "--quiet", "--depth=1", "--branch=topic", `file://${origin}`, "clone");
    const clone = join(shallow, "clone");
    symlinkSync(join(ROOT, "node_modules"), join(clone, "node_modules"));
    for (const [folder, reason] of [
      [clone, /the clone is shallow: fetch the whole history/],
      [projectFolder(FILES), /this is not a Git repository/],
    ] as const) {
      const { code, stderr, stdout } = await run(["--markdown"], folder);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.match(stdout, reason);
      assert.match(stdout, /aws:s3:Bucket +first/);
    }
  });

  it("says that the stack is new if the other commit does not have it", async () => {
    const folder = repository(FILES);
    writeFileSync(join(folder, "Pulumi.new.yaml"), SMALL_STACK);
    const { code, stdout } = await run(["--stack", "new", "--diff", "HEAD"], folder);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /Note: Stack new does not exist at [0-9a-f]{7}: everything in it is new\./,
    );
    assert.match(stdout, /Resources: 2 to create, 0 unchanged\n/);
  });

  it("refuses a name that is no commit, and a name that Git would take for an option, in one error", async () => {
    const folder = repository(FILES);
    git(folder, "branch", "feature/more-calls");
    const near = await run(["--diff", "feature/more-cals"], folder);
    assert.equal(near.code, 2);
    assert.match(
      near.stderr,
      /^error: --diff: this checkout has no such commit.*\n.*feature\/more-calls\n$/,
    );
    const hostile = [
      "--diff=-x",
      "--diff=--upload-pack=touch x",
      "--diff=--output=x",
      "--diff=:/",
      "--diff=HEAD..HEAD",
    ];
    for (const option of hostile) {
      const { code, stderr, stdout } = await run([option], folder);
      assert.deepEqual([code, stdout], [2, ""], option);
      assert.match(stderr, /^error: .*--diff/);
      assert.equal(stderr.split("\n").filter((line) => line !== "").length <= 2, true);
    }
    assert.equal(readdirSync(folder).includes("x"), false);
  });

  it("says which plan failed", async () => {
    const folder = repository({ ...FILES, program: "throw new Error('old is broken');\n" });
    writeFileSync(join(folder, "index.ts"), FILES.program);
    const asked = await run(["--diff", "HEAD"], folder);
    assert.equal(asked.code, 2);
    assert.match(asked.stderr, /^error: the plan at [0-9a-f]{7} \(HEAD\) cannot be made: /);
    const comment = await run(["--markdown"], folder);
    assert.equal(comment.code, 0);
    assert.match(comment.stdout, /the plan at [0-9a-f]{7} \(merge base with main\) cannot be made/);
    assert.deepEqual(snapshots(), []);
  });

  it("deletes the other commit's files when a signal ends it", async () => {
    const hanging = "setInterval(() => undefined, 1000);\n";
    const folder = repository({ ...FILES, program: hanging });
    process.env["TMPDIR"] = temporary;
    const command = startCommand(["--diff", "HEAD"], folder);
    if (ownTemporary === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = ownTemporary;
    const end = finished(command);
    for (let tries = 0; snapshots().length === 0 && tries < 300; tries++) await sleep(100);
    assert.equal(snapshots().length, 1);
    command.kill("SIGTERM");
    assert.equal((await end).code, 143);
    assert.deepEqual(snapshots(), []);
  });
});
