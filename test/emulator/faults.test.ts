import assert from "node:assert/strict";
import { clientsOf, emulatorsOrSkip, makeSecret, runOn } from "../support/emulator/awsLab";
import { startAwsProxy } from "../support/emulator/awsProxy";
import {
  firedFaults,
  freePort,
  setFaults,
  startMicroburst,
  startMoto,
  type Emulator,
  type Fault,
} from "../support/emulator/emulators";
import { SCRIPTS_TIMEOUT_MS, type ScriptResult } from "../support/scripts/script";
import { newCredentials } from "../support/twilio/twilioCredentials";

const own = newCredentials();
const READ = { service: "secretsmanager", operation: "GetSecretValue" } as const;

// microburst injects faults between the script and moto. Does not show which errors AWS itself would send.
describe("A script, if AWS fails", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let moto: Emulator | undefined;
  let microburst: Emulator | undefined;

  before(async function () {
    moto = await emulatorsOrSkip(this, startMoto);
    microburst = await startMicroburst(moto);
    await makeSecret(clientsOf(moto), "pipecat/faults", own);
    // The first request takes many seconds, because microburst then reads its models of the services.
    await check();
  });
  after(async () => {
    await microburst?.stop();
    await moto?.stop();
  });

  function check(env?: Readonly<Record<string, string>>): Promise<ScriptResult> {
    return runOn(microburst, own, "test-twilio-secret", ["--secret-id", "pipecat/faults"], env);
  }

  async function checkWith(fault: Fault): Promise<ScriptResult & { readonly fired: number }> {
    assert.ok(microburst !== undefined);
    const before = await firedFaults(microburst);
    await setFaults(microburst, [fault]);
    const result = await check();
    const fired = (await firedFaults(microburst)) - before;
    await setFaults(microburst, []);
    return { ...result, fired };
  }

  it("succeeds after two throttled reads", async () => {
    const error = { code: "ThrottlingException", status: 400 };
    const { code, fired } = await checkWith({ ...READ, times: 2, error });
    assert.equal(fired, 2);
    assert.equal(code, 0);
  });

  it("gives up with one clear line if the throttling does not end", async () => {
    const error = { code: "ThrottlingException", status: 400 };
    const { code, stderr, fired } = await checkWith({ ...READ, error });
    assert.ok(fired > 1);
    assert.equal(code, 1);
    assert.match(stderr, /error: AWS throttles secretsmanager:GetSecretValue/);
    assert.match(stderr, /→ wait a minute and run it again/);
  });

  it("succeeds after one connection reset, and reports one that repeats", async () => {
    const once = await checkWith({ ...READ, times: 1, reset: true });
    assert.equal(once.fired, 1);
    assert.equal(once.code, 0);

    const always = await checkWith({ ...READ, reset: true });
    assert.equal(always.code, 1);
    assert.match(
      always.stderr,
      /cannot reach http:\/\/127\.0\.0\.1:\d+ for secretsmanager:GetSecretValue: the connection was (reset|closed)/,
    );
  });

  it("names a service that fails", async () => {
    const error = { code: "InternalServiceError", status: 500 };
    const { code, stderr } = await checkWith({ ...READ, error });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /AWS failed at secretsmanager:GetSecretValue on pipecat\/faults \(InternalServiceError, HTTP 500\)/,
    );
  });

  it("shows nothing of an answer that is cut in the middle", async () => {
    assert.ok(moto !== undefined);
    for (const cut of ["connection", "body"] as const) {
      const proxy = await startAwsProxy(moto, ({ operation }) =>
        operation === "GetSecretValue" ? { cut } : undefined,
      );
      const { code, stderr } = await check({ AWS_ENDPOINT_URL: proxy.url });
      await proxy.stop();
      assert.equal(code, 1);
      assert.match(stderr, /^error: .*secretsmanager:GetSecretValue/m);
    }
  });

  it("names an expired login and unknown credentials, and how to log in", async () => {
    const sts = { service: "sts", operation: "GetCallerIdentity" } as const;
    const expired = await checkWith({ ...sts, error: { code: "ExpiredToken", status: 403 } });
    assert.equal(expired.code, 2);
    assert.match(expired.stderr, /error: the AWS login has expired\n {2}→ aws sso login\n/);

    const unknown = await checkWith({
      ...sts,
      error: { code: "InvalidClientTokenId", status: 403 },
    });
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /error: AWS does not accept these credentials/);
  });

  it("names an endpoint that cannot be reached", async () => {
    const { code, stderr } = await check({
      AWS_ENDPOINT_URL: `http://127.0.0.1:${await freePort()}`,
    });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /cannot reach http:\/\/127\.0\.0\.1:\d+ for sts:GetCallerIdentity: the connection was refused/,
    );
  });

  it("names missing credentials, a missing region and a misspelled endpoint variable", async () => {
    const none = await check({ AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" });
    assert.equal(none.code, 2);
    assert.match(none.stderr, /error: no AWS credentials were found\n {2}→ aws sso login/);

    const profile = await check({
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_PROFILE: "phone",
    });
    assert.equal(profile.code, 2);
    assert.match(
      profile.stderr,
      /error: there is no AWS profile phone\n {2}→ aws configure list-profiles /,
    );

    const region = await check({ AWS_REGION: "" });
    assert.equal(region.code, 2);
    assert.match(region.stderr, /error: no AWS region is set\n {2}→ pass --region/);

    const europe = await check({ AWS_REGION: "EU" });
    assert.equal(europe.code, 2);
    assert.match(europe.stderr, /error: EU is not the name of an AWS region\n {2}→ /);

    // The SDK would build a host name from this region before it reports that the region is invalid.
    for (const [given, blanks] of [
      ["eu_north_1", ""],
      ["eu-north-1 ", ": there are blanks around it"],
    ] as const) {
      const { code, stderr } = await check({ AWS_REGION: given });
      assert.equal(code, 2, stderr);
      const line = `error: ${given.trim()} is not the name of an AWS region${blanks}\n  → give it`;
      assert.ok(stderr.includes(line), stderr);
    }

    const noUrl = await check({ AWS_ENDPOINT_URL: "127.0.0.1:4566" });
    assert.equal(noUrl.code, 2);
    assert.match(noUrl.stderr, /error: AWS_ENDPOINT_URL is not an http:\/\/ or https:\/\/ URL/);

    const endpoint = await check({ AWS_ENDPOINT_URL_SECRETSMANAGER: "http://127.0.0.1:1" });
    assert.equal(endpoint.code, 2);
    assert.match(endpoint.stderr, /→ name it AWS_ENDPOINT_URL_SECRETS_MANAGER/);
  });
});
