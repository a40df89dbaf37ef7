import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sampleCredentials } from "../../../offline/config/credentials";
import { isRecord, mapRecord } from "../../../offline/engine/wire";
import { useLab } from "../support/lab";
import { leaksIn } from "../support/leaks";
import { assertOk } from "../support/run";

// Shows that the pack judges a state. The state comes from the real engine with simulated providers.
describe("pulumi policy analyze over an exported state", function () {
  this.timeout(600_000);
  const lab = useLab();

  it("passes on the program's own state, and fails on one with a planted leak", async () => {
    const stack = await lab().stack("analyzed");
    assertOk(await stack.up());
    const analyze = async (deployment: Readonly<Record<string, unknown>>) => {
      const file = join(stack.folder, "state.json");
      writeFileSync(file, JSON.stringify({ version: 3, deployment }));
      return stack.analyze(file);
    };
    const state = await stack.exported();
    const clean = await analyze(state);
    assert.equal(clean.code, 0, clean.output);

    const planted = sampleCredentials();
    const leaky = await analyze(
      mapRecord(state, (part) => plantSetting(part, planted.TWILIO_ACCOUNT_SID)),
    );
    assert.equal(leaky.code, 1, leaky.output);
    assert.match(leaky.output, /\[mandatory\]/);
    assert.deepEqual(leaksIn(leaky.output, planted), [], "no message holds it");
  });
});

/** Adds a plaintext setting with this value to container definitions in the state. Returns undefined for any other part. */
function plantSetting(part: unknown, value: string): unknown {
  if (typeof part !== "string" || !/^\[\{.*"environment":/.test(part)) return undefined;
  const definitions: unknown = JSON.parse(part);
  if (!Array.isArray(definitions)) return undefined;
  return JSON.stringify(
    definitions.filter(isRecord).map((definition) => ({
      ...definition,
      environment: [{ name: "UPSTREAM", value }],
    })),
  );
}
