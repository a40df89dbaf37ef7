import assert from "node:assert/strict";
import type { WireObject } from "../../../../offline/engine/wire";
import { resource } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";

// Does not prove that AWS refuses the access that these settings should block.
describe("twilio-access-logs-private requires private access logs", () => {
  const pack = RulePack.ofSuite();

  const fault = [
    "twilio-access-logs-private logs: The bucket stores access logs and does not block public access",
  ];
  const bucket = resource("aws:s3/bucket:Bucket", { bucket: "logs-1" }, { name: "logs" });
  const change = { balancer: { accessLogs: { bucket: "logs-1", enabled: true } } };
  const all = {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  };
  const block = (properties: WireObject) =>
    resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
      bucket: "logs-1",
      ...all,
      ...properties,
    });

  it("with all four settings that block public access", async () => {
    assert.deepEqual(await pack.faults({ change, add: [bucket] }), fault);
    assert.deepEqual(await pack.faults({ change, add: [bucket, block({})] }), []);
    for (const key of Object.keys(all)) {
      assert.deepEqual(
        await pack.faults({ change, add: [bucket, block({ [key]: false })] }),
        fault,
      );
    }
    assert.deepEqual(
      await pack.faults({ change, add: [bucket, block({ bucket: "other" })] }),
      fault,
    );
  });

  it("only for the service's load balancer", async () => {
    assert.deepEqual(await pack.faults({ add: [bucket] }), []);
    await pack.assertUnjudged(bucket);
  });
});
