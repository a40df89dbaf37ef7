import assert from "node:assert/strict";
import { firstDeploymentNote } from "../../../scripts/stack/firstDeployment";

const SERVICE = {
  type: "aws:ecs/service:Service",
  name: "phone-service",
  id: "arn:aws:ecs:eu-north-1:123456789012:service/phone-cluster/phone-service",
  outputs: {},
  failed: false,
};

describe("firstDeploymentNote", () => {
  it("says before the first up how long it waits, and with which setting", () => {
    const note = firstDeploymentNote({ resources: [], pending: [] });
    assert.match(note, /bake time[^]*maxCallMinutes/);
  });

  it("is silent where the service exists, or nothing is known", () => {
    assert.equal(firstDeploymentNote({ resources: [SERVICE], pending: [] }), "");
    assert.equal(firstDeploymentNote(undefined), "");
  });
});
