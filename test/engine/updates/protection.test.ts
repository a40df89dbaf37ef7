import assert from "node:assert/strict";
import { sampleCredentials } from "../../../offline/config/credentials";
import { KEPT, kept } from "../support/changes";
import type { EngineStack } from "../support/engineStack";
import { useLab } from "../support/lab";
import { assertOk } from "../support/run";
import { readPreviousState, STACK } from "../upgrade/previousState";

// Shows Pulumi's protection on the real engine. `pulumi destroy` without a preview first deletes all that depends on a protected
// resource. `npm run destroy` stops before that. No case shows that AWS refuses to delete a protected load balancer.
describe("deletionProtection on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();
  let stack: EngineStack;

  before(async () => {
    stack = await lab().stack(STACK);
    const { deployment, account } = readPreviousState(stack.credentials);
    lab().account.write(account);
    await stack.import(deployment);
  });

  it("can be set on a stack of the previous commit, and replaces nothing that must stay", async () => {
    const before = kept(lab().things(stack));
    assert.deepEqual(
      before.map(({ type }) => type),
      KEPT,
    );
    await stack.setConfig("deletionProtection", "true");
    assertOk(await stack.up());
    assert.deepEqual(kept(lab().things(stack)), before);
    assert.deepEqual(assertOk(await stack.up()).steps, [], "a second up changes nothing");
  });

  it("lets a credential be changed", async () => {
    await stack.setCredentials({ TWILIO_AUTH_TOKEN: sampleCredentials().TWILIO_AUTH_TOKEN });
    assertOk(await stack.up());
  });

  for (const flags of [[], ["--skip-preview"]]) {
    it(`stops npm run destroy ${flags.join("")} before the first deletion, and names the two commands that destroy the stack`, async () => {
      const before = lab().things(stack);
      const { code, output } = await stack.npm(["destroy", "--yes", ...flags]);
      assert.equal(code, 1);
      assert.match(
        output,
        /protected by deletionProtection \(.*twilio-secret.*\): nothing was deleted/,
      );
      assert.ok(
        output.includes(
          `npm run up -- --stack ${stack.name} --config deletionProtection=false, then: npm run destroy -- --stack ${stack.name}`,
        ),
        output,
      );
      assert.deepEqual(lab().things(stack), before);
    });
  }

  it("stops Pulumi's own destroy in its preview", async () => {
    const before = lab().things(stack);
    const { code, output } = await stack.start(["destroy", "--yes"]).result;
    assert.notEqual(code, 0);
    assert.match(output, /protected/);
    assert.deepEqual(lab().things(stack), before);
  });

  it("can be turned off and the stack destroyed with these two commands", async () => {
    for (const command of [["up", "--config", "deletionProtection=false"], ["destroy"]]) {
      const { code, output } = await stack.npm([...command, "--yes"]);
      assert.equal(code, 0, output);
    }
    // The program retains these, because a service whose last deployment failed may still name them.
    const retained = ["TaskDefinition", "SecretVersion"];
    const left = lab()
      .things(stack)
      .map(({ urn }) => urn);
    assert.deepEqual(
      left.filter((urn) => !retained.some((type) => urn.includes(`:${type}::`))),
      [],
    );
  });
});
