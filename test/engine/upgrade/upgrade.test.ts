import assert from "node:assert/strict";
import { SERVICE } from "../../support/program/options";
import { KEPT, kept } from "../support/changes";
import { useLab } from "../support/lab";
import { assertOk } from "../support/run";
import { readPreviousState, STACK } from "./previousState";

// Shows an update of a stack that the previous commit's program made. The recorded state is real, and AWS is simulated.
describe("An update from the previous commit on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();

  it("keeps the secret, the cluster and the load balancer", async () => {
    const stack = await lab().stack(STACK);
    const { deployment, account } = readPreviousState(stack.credentials);
    lab().account.write(account);
    await stack.import(deployment);
    const before = kept(lab().things(stack));
    assert.deepEqual(
      before.map(({ type }) => type),
      KEPT,
      "the recording holds them",
    );
    const { steps } = assertOk(await stack.up());
    // The task's roles have a new parent in Pulumi. In AWS they do not change.
    assert.doesNotMatch(steps.join("\n"), /aws:iam\/role:Role /);
    assert.deepEqual(kept(lab().things(stack)), before);
    assert.deepEqual(assertOk(await stack.up()).steps, []);
    // Settings that the dev stack has since then: it builds its image, hands calls over and counts them.
    await stack.setPaths([
      "image=",
      `buildContext=${SERVICE}`,
      "callHandover=true",
      "callsPerTask=40",
    ]);
    assertOk(await stack.up());
    assert.deepEqual(kept(lab().things(stack)), before);
    assert.deepEqual(assertOk(await stack.up()).steps, []);
  });
});
