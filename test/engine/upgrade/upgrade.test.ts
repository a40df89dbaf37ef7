import assert from "node:assert/strict";
import { SERVICE } from "../../support/program/options";
import { KEPT, kept } from "../support/changes";
import { useLab } from "../support/lab";
import { assertOk } from "../support/run";
import { readPreviousState, STACK } from "./previousState";

describe("Moving on from the previous commit on the real engine", function () {
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
    // The task's roles have another parent now, and are the same to AWS.
    assert.doesNotMatch(steps.join("\n"), /aws:iam\/role:Role /);
    assert.deepEqual(kept(lab().things(stack)), before);
    assert.deepEqual(assertOk(await stack.up()).steps, []);
    // What the dev stack sets now: an image that is built, calls that move and are counted.
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
