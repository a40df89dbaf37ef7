import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cost, COST_PAGE, costPage } from "../../../scripts/cost/command";
import { isRecord } from "../../../offline/engine/wire";
import { startWarm } from "../../support/processes/warmNode";
import { SERVICE } from "../../support/program/options";
import { assertDescribed } from "../../support/scripts/jsonSchema";

const ROOT = join(__dirname, "..", "..", "..");

/** Every option that adds resources. */
const EVERYTHING = [
  "deployment=blue-green",
  "accessLogs=true",
  "flowLogs=true",
  "waf=true",
  "alarms=true",
  "containerInsights=enabled",
  "dashboard=true",
  "auditTrail=true",
  "egress=endpoints",
  // VPC endpoints reach only Amazon ECR, so the image comes from the stack's own repository.
  "image=",
  `buildContext=${SERVICE}`,
].flatMap((setting) => ["--config", setting]);

async function run(...args: readonly string[]) {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const code = await cost(
    args,
    ROOT,
    AbortSignal.timeout(290_000),
    {
      stdout: { write: (text) => stdout.push(text) },
      stderr: { write: (text) => stderr.push(text) },
      env: {},
    },
    startWarm,
  );
  return { code, stdout: stdout.join(""), stderr: stderr.join("") };
}

// Prices the real program's plan. Does not show that AWS's bill has the same amounts.
describe("cost of the stacks", function () {
  this.timeout(300_000);

  it("has a price for every resource that the config can add, and shows the added cost", async () => {
    const { code, stdout } = await run(...EVERYTHING, "--json");
    assert.equal(code, 0);
    assertDescribed(stdout, "cost");
    const result: unknown = JSON.parse(stdout);
    assert.ok(isRecord(result));
    assert.deepEqual(result["unpriced"], []);
    assert.ok(Number(result["total"]) > 0);
    assert.ok(Math.abs(Number(result["difference"])) > 0);
  });

  it("is what docs/cost.md shows (if not: npm run cost -- --docs)", async () => {
    const page = readFileSync(join(ROOT, COST_PAGE), "utf8");
    assert.equal(page, await costPage(ROOT, AbortSignal.timeout(290_000), startWarm));
    assert.ok(!page.includes("has no price"));
  });

  it("is refused for another region, and for a stack that does not exist", async () => {
    const abroad = await run("--config", "aws:region=eu-west-1");
    assert.equal(abroad.code, 2);
    assert.match(abroad.stderr, /the price table is for eu-north-1/);
    const nowhere = await run("--stack", "nowhere");
    assert.equal(nowhere.code, 2);
    assert.match(nowhere.stderr, /there is no such stack; stacks: dev, prod/);
  });
});
