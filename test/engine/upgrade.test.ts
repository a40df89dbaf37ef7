import assert from "node:assert/strict";
import { useLab } from "./support/lab";
import { assertOk } from "./support/run";
import { readPreviousState, STACK } from "./upgrade/previousState";

/** What callers and operators would notice the replacement of. */
const KEPT = [
  "aws:ecs/cluster:Cluster",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:secretsmanager/secret:Secret",
];

describe("Moving on from the previous commit on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();

  it("keeps the secret, the cluster and the load balancer", async () => {
    const stack = await lab().stack(STACK);
    const { deployment, account } = readPreviousState(stack.credentials);
    lab().account.write(account);
    await stack.import(deployment);
    const before = kept();
    assert.deepEqual(before.map(({ type }) => type).toSorted(), KEPT, "the recording holds them");
    assertOk(await stack.up());
    assert.deepEqual(
      kept().map(({ id, salt }) => [id, salt]),
      before.map(({ id, salt }) => [id, salt]),
    );
    assert.deepEqual(assertOk(await stack.up()).steps, []);

    function kept() {
      return lab()
        .things(stack)
        .filter(({ type }) => KEPT.includes(type));
    }
  });
});
