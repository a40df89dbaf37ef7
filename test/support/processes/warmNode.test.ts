import assert from "node:assert/strict";
import {
  projectFolder,
  removeFolders,
  runHere,
  SMALL_PROJECT,
  SMALL_STACK,
  smallProgram,
} from "../../offline/support/previews";

/** Policy pack that reports a violation for each resource, with the number of resources that it has seen. */
const COUNTING_PACK = `
const { PolicyPack } = require("@pulumi/policy");
let seen = 0;
new PolicyPack("counting", { policies: [{
  name: "counts", description: "counts", enforcementLevel: "mandatory",
  validateResource: (args, report) => report("seen " + ++seen + " in " + process.pid),
}] });`;

// Shows that a pack counts from zero in each run. test/offline/command/plan.test.ts compares whole plans: those of shared processes
// with those of separate processes.
describe("Programs and packs that share a process", function () {
  this.timeout(120_000);
  after(removeFolders);

  it("keep nothing of an earlier run", async () => {
    const folder = projectFolder({
      program: smallProgram(`new Resource("aws:kms/key:Key", "key", {});`),
      project: SMALL_PROJECT,
      stack: SMALL_STACK,
      pack: COUNTING_PACK,
    });
    const processes = new Set<string>();
    for (let run = 0; run < 3; run += 1) {
      const { code, stdout, stderr } = await runHere(["--json"], folder);
      assert.equal(code, 1, `${stdout}${stderr}`);
      const seen = [...stdout.matchAll(/seen (\d+) in (\d+)/g)];
      const highest = Math.max(...seen.map(([, count]) => Number(count)));
      // The stack, the provider and the key, in each of two evaluations.
      assert.equal(highest, 3);
      for (const [, , pid = ""] of seen) processes.add(pid);
    }
    assert.ok(processes.size < 6, "a process has run several packs");
  });
});
