import assert from "node:assert/strict";
import type { PolicyPackClient } from "../../../../offline/analyzer/client";
import type { WireObject } from "../../../../offline/engine/wire";
import { startPack } from "../../../support/policy/policyPack";
import { CONFIG, CONTAINER, SECRET_ARN, SECRETS, VERSION_ID } from "../validPlan";
import { credentialFaults } from "./credentialFaults";

// Does not prove how ECS reads a reference. Only a running task shows that.
describe("the reference of a Twilio credential", () => {
  let pack: PolicyPackClient;

  before(async () => {
    pack = await startPack(CONFIG);
  });

  after(() => {
    pack.stop();
  });

  const faults = (container: WireObject): Promise<string[]> => credentialFaults(pack, container);

  function withSecret(index: number, change: WireObject): WireObject {
    const secrets = SECRETS.map((secret, at) => (at === index ? { ...secret, ...change } : secret));
    return { ...CONTAINER, secrets };
  }

  it("refuses an auth token that takes its value from the API secret", async () => {
    const valueFrom = `${SECRET_ARN}:TWILIO_API_SECRET::${VERSION_ID}`;
    assert.deepEqual(await faults(withSecret(1, { valueFrom })), [
      "containerDefinitions[0].secrets[1] (TWILIO_AUTH_TOKEN) takes its value from the key TWILIO_API_SECRET, not from its own key",
    ]);
  });

  it("does not show a key that it does not know", async () => {
    const key = ["hunter", "two"].join("");
    const [fault] = await faults(
      withSecret(1, { valueFrom: `${SECRET_ARN}:${key}::${VERSION_ID}` }),
    );
    assert.equal(
      fault,
      "containerDefinitions[0].secrets[1] (TWILIO_AUTH_TOKEN) takes its value from another key, not from its own key",
    );
  });

  const REFERENCES: readonly (readonly [what: string, valueFrom: string, fault: string])[] = [
    ["the whole secret", SECRET_ARN, "takes its value from the whole secret, not from its own key"],
    [
      "a parameter",
      "arn:aws:ssm:eu-north-1:123456789012:parameter/twilio",
      "is no reference to a Secrets Manager secret",
    ],
    ["a name", "pipecat/twilio-credentials", "is no reference to a Secrets Manager secret"],
    [
      "an ARN and a key alone",
      `${SECRET_ARN}:TWILIO_AUTH_TOKEN`,
      "is not of the form ARN:KEY::VERSION_ID, and ECS refuses any other number of parts",
    ],
    ["no version", `${SECRET_ARN}:TWILIO_AUTH_TOKEN::`, "names no version id"],
    ["a stage instead", `${SECRET_ARN}:TWILIO_AUTH_TOKEN:AWSCURRENT:`, "names no version id"],
    [
      "a stage as well",
      `${SECRET_ARN}:TWILIO_AUTH_TOKEN:AWSCURRENT:${VERSION_ID}`,
      "names a stage next to the version id",
    ],
  ];
  for (const [what, valueFrom, fault] of REFERENCES) {
    it(`refuses ${what}`, async () => {
      const found = await faults(withSecret(1, { valueFrom }));
      assert.equal(found[0], `containerDefinitions[0].secrets[1] (TWILIO_AUTH_TOKEN) ${fault}`);
    });
  }

  it("refuses another secret than the stack's, for one credential and for all", async () => {
    const other = SECRET_ARN.replace("pipecat/", "somebody/");
    const one = await faults(
      withSecret(0, { valueFrom: `${other}:TWILIO_ACCOUNT_SID::${VERSION_ID}` }),
    );
    assert.deepEqual(one, [
      "containerDefinitions[0].secrets[0] (TWILIO_ACCOUNT_SID) is from another secret than the stack's Twilio secret",
      "containerDefinitions[0].secrets takes Twilio credentials from 2 secrets",
    ]);
    const secrets = SECRETS.map(({ name, valueFrom }) => ({
      name,
      valueFrom: valueFrom.replace("pipecat/", "somebody/"),
    }));
    assert.equal((await faults({ ...CONTAINER, secrets })).length, 5);
  });

  it("refuses a mix of versions", async () => {
    const valueFrom = `${SECRET_ARN}:TWILIO_API_SECRET::terraform-20261122090000000000000002`;
    assert.deepEqual(await faults(withSecret(4, { valueFrom })), [
      "containerDefinitions[0].secrets mixes 2 versions of the Twilio secret",
    ]);
  });
});
