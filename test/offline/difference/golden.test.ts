import { readFileSync, writeFileSync } from "node:fs";
import assert from "node:assert/strict";
import { join } from "node:path";
import { assertDescribed } from "../../support/scripts/jsonSchema";
import { assertGolden } from "../support/golden";
import { removeFolders, ROOT, runHere } from "../support/previews";
import { sharedPlan } from "../support/warmPlan";
import { commit, git, repository } from "./repository";

// Compares two commits of the real program. Does not show what Pulumi's engine does on an update: test/engine/ runs the engine.
// Does not show what AWS does on an update.
describe("offline difference: the real program's", function () {
  this.timeout(240_000);
  let folder = "";

  before(() => {
    const dev = readFileSync(join(ROOT, "Pulumi.dev.yaml"), "utf8");
    folder = repository({ stack: dev });
    git(folder, "switch", "--quiet", "-c", "more-calls");
    const changed = dev
      .replace(/:desiredCount: 1\b/, ":desiredCount: 2")
      .replace(/:maxCallMinutes: 5\b/, ":maxCallMinutes: 30")
      .replace(/.*:callsPerTask: .*\n/, "");
    writeFileSync(
      join(folder, "Pulumi.dev.yaml"),
      `${changed}  pipecat-phone-service:flowLogs: true\n`,
    );
    commit(folder, "second");
  });
  after(removeFolders);

  /** Replaces the commit's hash, which differs from run to run. */
  const stable = (text: string): string =>
    text
      .replaceAll(git(folder, "rev-parse", "main"), "HASH")
      .replaceAll(git(folder, "rev-parse", "main").slice(0, 7), "HASH");

  it("comment is as committed, and stays below GitHub's limit", async () => {
    const run = await runHere(["--markdown"], folder, sharedPlan);
    assert.deepEqual([run.code, run.stderr], [0, ""]);
    assertGolden(stable(run.stdout), "difference.md");
  });

  it("report for a person is as committed", async () => {
    const run = await runHere(["--diff", "main"], folder, sharedPlan);
    assert.deepEqual([run.code, run.stderr], [0, ""]);
    assertGolden(stable(run.stdout), "difference.txt");
  });

  it("JSON is as described", async () => {
    const run = await runHere(["--diff", "main", "--json"], folder, sharedPlan);
    assert.deepEqual([run.code, run.stderr], [0, ""]);
    assertDescribed(run.stdout, "difference");
    assert.match(run.stdout, /"path":"MAX_CALL_MINUTES","before":"5","after":"30"/);
  });
});
