import assert from "node:assert/strict";
import { UNKNOWN_ON_WIRE, type WireObject, type WireValue } from "../../../../offline/engine/wire";
import { resource } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";

// Does not prove that AWS refuses the access that these settings should block.
describe("twilio-audit-trail-sound requires an audit trail", () => {
  const pack = RulePack.ofSuite();

  const rule = "twilio-audit-trail-sound trail:";
  const valid = {
    s3BucketName: "records-1",
    kmsKeyId: UNKNOWN_ON_WIRE,
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
  };
  const trail = (properties: WireObject, name = "trail") =>
    resource("aws:cloudtrail/trail:Trail", { ...valid, ...properties }, { name });

  it("that is encrypted and validated, and records every read in all regions", async () => {
    const selectors = (eventSelectors: WireValue) => ({ eventSelectors });
    const blind = `${rule} eventSelectors leaves out management events or reads`;
    for (const [properties, faults] of [
      [{}, []],
      [selectors([{ readWriteType: "All", includeManagementEvents: true }]), []],
      [selectors([{ readWriteType: "ReadOnly" }]), []],
      [selectors([{ readWriteType: "WriteOnly" }]), [blind]],
      [selectors([{ readWriteType: "All", includeManagementEvents: false }]), [blind]],
      [selectors(UNKNOWN_ON_WIRE), []],
      [{ isMultiRegionTrail: false }, [`${rule} isMultiRegionTrail is not on`]],
      [{ isMultiRegionTrail: UNKNOWN_ON_WIRE }, []],
      [{ enableLogging: false }, [`${rule} enableLogging is off`]],
      [{ enableLogFileValidation: false }, [`${rule} enableLogFileValidation is not on`]],
      [{ kmsKeyId: "" }, [`${rule} kmsKeyId is absent`]],
    ] as const) {
      assert.deepEqual(await pack.faults({ add: [trail(properties)] }), faults);
    }
  });

  it("that records every read, if the stack uses Twilio: one of several trails is enough", async () => {
    const writes = trail({ eventSelectors: [{ readWriteType: "WriteOnly" }] });
    assert.equal((await pack.faults({ add: [writes] })).length, 1);
    assert.deepEqual(await pack.faults({ add: [writes, trail({}, "all")] }), []);
    await pack.assertUnjudged(writes);
  });

  it("whose bucket is private", async () => {
    const bucket = resource("aws:s3/bucket:Bucket", { bucket: "records-1" }, { name: "records" });
    const block = resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
      bucket: "records-1",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(await pack.faults({ add: [trail({}), bucket] }), [
      "twilio-access-logs-private records: The bucket stores an audit trail and does not block public access",
    ]);
    assert.deepEqual(await pack.faults({ add: [trail({}), bucket, block] }), []);
    await pack.assertUnjudged(trail({}), bucket);
  });
});
