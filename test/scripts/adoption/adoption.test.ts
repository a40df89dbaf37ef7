import assert from "node:assert/strict";
import { contentsOf } from "../../../scripts/adoption/contents";
import { refusals } from "../../../scripts/adoption/existing";
import { assertNoCredential, newCredentials } from "../../support/twilio/twilioCredentials";

const own = newCredentials();
const REGION = "eu-north-1";
const ARN = `arn:aws:secretsmanager:${REGION}:123456789012:secret:pipecat/twilio-credentials-AbCdEf`;
const SESSION = { region: REGION, accountId: "123456789012" };
const STACK = { project: "pipecat-phone-service", stack: "dev" };

// The answers of Secrets Manager have the form of its API reference. Not run against AWS.
describe("A secret that a stack may take over", () => {
  it("belongs to nobody else; all reasons against it are reported at once, each on its own line", () => {
    assert.deepEqual(refusals({ ARN }, SESSION, STACK), []);
    const tags = [{ Key: "Stack", Value: "prod" }];
    const found = refusals(
      {
        ARN: ARN.replace(REGION, "eu-west-1"),
        PrimaryRegion: "us-east-1",
        OwningService: "rds",
        RotationEnabled: true,
        Type: "TwilioAuthToken",
        Tags: tags,
      },
      SESSION,
      STACK,
    );
    const reasons = [
      /region eu-west-1/,
      /replica/,
      /rds manages/,
      /rotates/,
      /managed external/,
      /belongs to .*\/prod/,
    ];
    assert.equal(found.length, reasons.length);
    for (const [index, reason] of reasons.entries()) assert.match(found[index] ?? "", reason);
  });

  it("is the stack's own if its tags say so", () => {
    const Tags = [
      { Key: "Project", Value: STACK.project },
      { Key: "Stack", Value: STACK.stack },
    ];
    assert.deepEqual(refusals({ ARN, Tags }, SESSION, STACK), []);
  });
});

describe("The content of a secret that is taken over", () => {
  it("consists of the five credentials, also under the names that other programs use", () => {
    const { TWILIO_API_SID, TWILIO_API_SECRET, ...rest } = own;
    const older = { ...rest, TWILIO_SID: TWILIO_API_SID, TWILIO_SECRET: TWILIO_API_SECRET };
    const contents = contentsOf(JSON.stringify(older), []);
    assert.ok("credentials" in contents);
    assert.deepEqual(contents.credentials, own);
    assert.deepEqual(contents.renamed, [
      "TWILIO_SID as TWILIO_API_SID",
      "TWILIO_SECRET as TWILIO_API_SECRET",
    ]);
  });

  it("is refused with all its faults at once, and without a value", () => {
    const other = newCredentials();
    const text = JSON.stringify({
      ...own,
      TWILIO_PHONE_NUMBER: 15005550006,
      TWILIO_SID: other.TWILIO_API_SID,
      TWILIO_API_SECRET: "",
      DAILY_ROOM: "x",
      TWILIO_AUTH_TOKEN_NEXT: other.TWILIO_AUTH_TOKEN,
      [other.TWILIO_ACCOUNT_SID]: "x",
    });
    const contents = contentsOf(text, []);
    assert.ok("faults" in contents);
    const told = contents.faults.join("\n");
    for (const credentials of [own, other]) assertNoCredential(told, credentials);
    for (const fault of [
      /^TWILIO_PHONE_NUMBER is not a JSON string/m,
      /^TWILIO_API_SID is there twice/m,
      /^TWILIO_API_SECRET is missing/m,
      /^the key DAILY_ROOM is not one of the five.*--drop DAILY_ROOM$/m,
      /^the key TWILIO_AUTH_TOKEN_NEXT shows that a rotation is under way.*--drop TWILIO_AUTH_TOKEN_NEXT$/m,
      /^a key is not one of the five, and does not look like a name/m,
    ]) {
      assert.match(told, fault);
    }
  });

  it("may lose a key only if the operator names the key", () => {
    const text = JSON.stringify({ ...own, DAILY_ROOM: "x" });
    assert.ok("faults" in contentsOf(text, []));
    assert.ok("credentials" in contentsOf(text, ["DAILY_ROOM"]));
    assert.deepEqual(contentsOf("not JSON", []), { faults: ["it is not a JSON object"] });
  });
});
