import assert from "node:assert/strict";
import type { PolicyPackClient } from "../../../offline/analyzer/client";
import { startPack } from "../../support/policy/policyPack";
import { CONFIG, planWith, verdicts } from "./validPlan";

// What a stack's own config says of development. The names in a policy config are the business of each rule's test.

/** What only a development stack may have, all at once. */
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

  it("is one whose config says so, whatever its name", async () => {
    assert.deepEqual(await found({ development: "true" }), []);
  });

  it("is none without it, not even one that is called dev, and each message names the setting", async () => {
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
    it(`is none by ${title}`, async () => {
      assert.equal((await found(config)).length, 2);
    });
  }
});
