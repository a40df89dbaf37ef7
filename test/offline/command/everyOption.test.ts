import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../../offline/engine/wire";
import { OPTIONS } from "../../support/program/options";
import { projectFolder, removeFolders, ROOT, runHere, type Run } from "../support/previews";

// Shows that the real program passes the real pack with every option. Does not show that AWS accepts the plans.
describe("offline preview: every option passes the pack", function () {
  this.timeout(240_000);
  let folder: string;

  before(() => {
    folder = projectFolder({});
    symlinkSync(join(ROOT, "Pulumi.prod.yaml"), join(folder, "Pulumi.prod.yaml"));
  });
  after(removeFolders);

  it("the prod stack", async () => {
    const plan = typesWithoutViolations(
      await runHere(["--json", "--stack", "prod", "--allow-placeholders"], folder),
    );
    assert.ok(plan.includes("aws:cloudwatch/dashboard:Dashboard"));
    assert.ok(plan.includes("aws:wafv2/webAcl:WebAcl"));
  });

  for (const { title, settings, type } of OPTIONS) {
    it(title, async () => {
      const args = settings.flatMap((setting) => ["--config", setting]);
      assert.ok(
        typesWithoutViolations(await runHere(["--json", ...args], folder)).includes(type),
        type,
      );
    });
  }
});

/** The types of the planned resources. Asserts that the pack found nothing, on a first preview and on an update. */
function typesWithoutViolations({ code, stdout, stderr }: Run): unknown[] {
  assert.equal(stderr, "");
  const report: unknown = JSON.parse(stdout);
  assert.ok(isRecord(report) && Array.isArray(report["passes"]));
  const passes = report["passes"].filter(isRecord);
  assert.deepEqual(
    passes.map(({ name, violations }) => [name, violations]),
    [
      ["first-preview", []],
      ["update", []],
    ],
  );
  assert.equal(code, 0);
  return passes
    .flatMap(({ resources }) => (Array.isArray(resources) ? resources.filter(isRecord) : []))
    .map(({ type }) => type);
}
