import assert from "node:assert/strict";
import { ALL_CREDENTIALS, CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import { rotatingCredentials } from "../../support/twilio/twilioCredentials";
import { faultsOf } from "../../support/program/configFaults";

// Shows the faults of credentials. No case asserts that a message holds no credential, because faultsOf itself fails if one does, in
// any encoding that assertHoldsNoCredential knows.

describe("loadConfig and the credentials", () => {
  for (const { configKey, expected } of CREDENTIALS) {
    it(`${configKey} malformed: the fault gives the key, the form and the command, but no value`, async () => {
      const credentials = sampleCredentials();
      const [fault, ...others] = await faultsOf({ [configKey]: "~".repeat(20) }, credentials);
      const end = `: expected ${expected}. Fix it: pulumi config set --secret ${configKey}`;
      assert.ok(fault?.startsWith(`${configKey} `) && fault.endsWith(end));
      assert.deepEqual(others, []);
    });
  }

  it("the account SID in place of the API SID", async () => {
    const { TWILIO_ACCOUNT_SID } = sampleCredentials();
    assert.deepEqual(await faultsOf({ twilioApiSid: TWILIO_ACCOUNT_SID }), [
      "twilioApiSid holds what looks like a TWILIO_ACCOUNT_SID: expected SK followed by 32 hexadecimal digits. " +
        "Fix it: pulumi config set --secret twilioApiSid",
    ]);
  });

  it("a missing credential is the only fault if the settings of the container are valid", async () => {
    const list = await faultsOf({ twilioAuthToken: undefined, environment: '{"REGION":"eu"}' });
    assert.equal(list.length, 1);
    assert.match(list[0] ?? "", /^twilioAuthToken is missing/);
  });

  it("a next auth token that is malformed, or the same as the current one", async () => {
    const credentials = sampleCredentials();
    const expected =
      "expected 32 hexadecimal digits. Fix it: pulumi config set --secret twilioAuthTokenNext";
    const short = credentials.TWILIO_AUTH_TOKEN.slice(1);
    assert.deepEqual(await faultsOf({ twilioAuthTokenNext: short }, credentials), [
      `twilioAuthTokenNext has 31 characters instead of 32: ${expected}`,
    ]);
    const same = { twilioAuthTokenNext: credentials.TWILIO_AUTH_TOKEN };
    assert.deepEqual(await faultsOf(same, credentials), [
      `twilioAuthTokenNext is the auth token that is to be replaced: ${expected}`,
    ]);
  });

  for (const { configKey, name } of ALL_CREDENTIALS) {
    it(`${configKey}'s value in any other key is refused and not repeated`, async () => {
      const credentials = rotatingCredentials();
      const value = credentials[name];
      const arn = "arn:aws:secretsmanager:eu-north-1:519384207613:secret:other-AbCdEf";
      const places: Record<string, string> = {
        bedrockModels: JSON.stringify([value]),
        buildContext: value,
        healthCheckCommand: JSON.stringify(["CMD-SHELL", `curl -u ${value} localhost`]),
        additionalSecrets: JSON.stringify({ OTHER: { secretArn: arn, key: value } }),
      };
      for (const [key, text] of Object.entries(places)) {
        const list = await faultsOf({ [key]: text, ...imageFor(key) }, credentials);
        assert.ok(
          list.some((fault) => fault.startsWith(`${key}: holds the ${name}`)),
          list.join("\n"),
        );
      }
    });

    it(`${configKey}'s value in another namespace's key is refused and not repeated`, async () => {
      const credentials = rotatingCredentials();
      const value = credentials[name];
      const overrides = {
        "pulumi:tags": JSON.stringify({ contact: value }),
        "aws:defaultTags": JSON.stringify({ tags: { [value]: "x" } }),
        [`aws:${value}`]: value,
      };
      assert.deepEqual(
        (await faultsOf(overrides, credentials)).map((fault) => fault.split(",")[0]).sort(),
        ["aws:KEY", "aws:defaultTags", "pulumi:tags"].map((key) => `${key}: holds the ${name}`),
      );
    });

    it(`${configKey}'s value as a name is refused and not repeated`, async () => {
      const credentials = rotatingCredentials();
      const arn = "arn:aws:secretsmanager:eu-north-1:519384207613:secret:other-AbCdEf";
      await faultsOf({ [credentials[name]]: "x" }, credentials);
      await faultsOf({ environment: JSON.stringify({ [credentials[name]]: "x" }) }, credentials);
      await faultsOf(
        { additionalSecrets: JSON.stringify({ [credentials[name]]: { secretArn: arn } }) },
        credentials,
      );
    });

    it(`${name} as a plaintext setting, by name and by value`, async () => {
      const credentials = rotatingCredentials();
      const value = credentials[name];
      const environment = JSON.stringify({ [name]: "x", OTHER: value, URL: `wss://${value}@x` });
      const list = await faultsOf({ environment }, credentials);
      assert.deepEqual(
        list.map((fault) => fault.split(". Fix")[0]?.replaceAll(/holds the .*/g, "holds …")),
        [
          `environment.${name}: a credential is given by the Twilio secret, never here`,
          "environment.OTHER: holds …",
          "environment.URL: holds …",
        ],
      );
    });
  }
});

/** A build context replaces the image. */
function imageFor(key: string): Record<string, string> {
  return key === "buildContext" ? { image: "" } : {};
}
