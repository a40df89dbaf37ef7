import assert from "node:assert/strict";
import { placeholderIn } from "../../../infra/config/placeholders";
import { sampleCredentials } from "../../../offline/config/credentials";
import { PROJECT, ROOT } from "../../support/program/devStack";
import { readStackFile } from "../../../offline/config/project";
import { FAULT, faultsOf, load } from "../../support/program/configFaults";

// Shows which values count as placeholders. Does not show that any other value works: no test asks AWS or a registry.
describe("a documentation placeholder", () => {
  it("is refused in every key of the prod example, all at once", async () => {
    const prefix = `${PROJECT.name}:`;
    const overrides = Object.fromEntries(
      Object.entries(readStackFile(ROOT, "prod"))
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), String(value)]),
    );
    const faults = await faultsOf({ deployment: "blue-green", desiredCount: "2", ...overrides });
    for (const fault of faults) assert.match(fault, FAULT);
    assert.deepEqual(faults.map((fault) => fault.split(":")[0]).sort(), [
      "alarmEmail",
      "domainName",
      "hostedZoneId",
      "image",
      "owner",
    ]);
  });

  it("is refused inside lists and objects: the fault names its path and the command that replaces it", async () => {
    const faults = await faultsOf({
      environment: '{"STT_URL":"https://stt.example.com/v1","RATE":8000,"MODEL":"<model>"}',
      secretReaders: '["arn:aws:iam::519384207613:role/a","arn:aws:iam::111122223333:role/b"]',
    });
    assert.deepEqual(faults.sort(), [
      "environment.MODEL: expected a value of your own, not a placeholder. Fix it: pulumi config set --path 'environment.MODEL' VALUE",
      "environment.STT_URL: expected a value of your own, not a host name of the domains for examples. Fix it: pulumi config set --path 'environment.STT_URL' VALUE",
      "secretReaders[1]: expected a value of your own, not an account number of AWS's documentation. Fix it: pulumi config set --plaintext --path 'secretReaders[1]' VALUE",
    ]);
  });

  it("is reported only once if the value is malformed, too", async () => {
    const faults = await faultsOf({ owner: "<team@example.com>" });
    assert.deepEqual(
      faults.map((fault) => fault.split(".")[0]),
      ["owner: expected letters, digits, blanks and "],
    );
  });

  for (const text of [
    "phone.example.com",
    "voice-team@EXAMPLE.org",
    "https://api.example.net/v1",
    "phone.example",
    "team@host.test",
    "arn:aws:iam::123456789012:role/x",
    "999999999999.dkr.ecr.eu-north-1.amazonaws.com/phone:1",
    "Z0123456789EXAMPLE00",
    "vpc-0123456789abcdef0",
    "<model>",
    "change-me",
    "REPLACE_ME",
    "your-bucket",
    "registry.io/your-org/phone:1",
  ]) {
    it(`is found in ${text}`, () => {
      assert.ok(placeholderIn(text) !== undefined);
    });
  }

  for (const text of [
    "phone.acme-voice.com",
    "examples.com.acme.io",
    "for example, press 1",
    "press 1 to change your language",
    "arn:aws:iam::519384207613:role/x",
    "1234567890123",
    "11111111-2222-4333-8444-555555555555",
    "vpc-0a1b2c3d4e5f60718",
    "latest.test.ts",
    "replace men",
    "a < b > c",
    "unexampled",
  ]) {
    it(`is not found in ${text}`, () => {
      assert.equal(placeholderIn(text), undefined);
    });
  }

  it("is not found in a sample credential", () => {
    for (const value of Object.values(sampleCredentials())) {
      assert.equal(placeholderIn(value), undefined);
    }
  });

  it("is not found in a default or in the dev stack's config", async () => {
    await load({});
  });
});
