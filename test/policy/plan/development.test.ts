import assert from "node:assert/strict";
import type { PolicyPackClient } from "../../../offline/analyzer/client";
import { startPack } from "../../support/policy/policyPack";
import { CONFIG, planWith } from "./validPlan";
import { verdicts } from "./verdicts";

// Proves that the stack's own config key `development` makes it a development stack. The test of each rule covers the stack names in a
// policy config.

/** Everything that is allowed only in a development stack. */
const CHEAP = planWith({
  change: {
    secret: { recoveryWindowInDays: 0 },
    service: { enableExecuteCommand: true },
  },
});

describe("a stack that counts as development", () => {
  let pack: PolicyPackClient | undefined;

  afterEach(() => pack?.stop());

  async function found(config: Readonly<Record<string, string>>, stack?: string) {
    pack = await startPack({ ...CONFIG, ...config }, stack === undefined ? {} : { stack });
    return verdicts(pack, CHEAP);
  }

  it("has `development` set to true in its config, whatever its name", async () => {
    assert.deepEqual(await found({ development: "true" }), []);
  });

  it("is not a stack that only has the name dev, and each message names the setting", async () => {
    const all = await found({}, "dev");
    assert.deepEqual(all.map(({ policy }) => policy).sort(), [
      "twilio-secret-recovery-window",
      "twilio-tasks-without-ecs-exec",
    ]);
    for (const { says } of all) assert.match(says, /pulumi config set development true\.$/);
  });

  for (const [title, config] of [
    ["false", { development: "false" }],
    ["another word than true", { development: "yes" }],
    ["another namespace", { "other:development": "true" }],
  ] as const) {
    it(`is not a stack with ${title}`, async () => {
      assert.equal((await found(config)).length, 2);
    });
  }
});
