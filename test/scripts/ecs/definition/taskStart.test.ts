import { ResourceNotFoundException, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import { startTask } from "../../../../scripts/ecs/definition/taskStart";

const ARN = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/twilio-AbCdEf";

/** A client that answers from secret versions, by id, the current one last. It records the requests. */
function clientOf(versions: Readonly<Record<string, string>>): {
  readonly client: SecretsManagerClient;
  readonly asked: object[];
} {
  const asked: object[] = [];
  const client = new SecretsManagerClient({ region: "eu-north-1" });
  client.middlewareStack.add(
    () => (args) => {
      asked.push(args.input);
      const given: unknown = Reflect.get(args.input, "VersionId");
      const id = typeof given === "string" ? given : (Object.keys(versions).at(-1) ?? "");
      const SecretString = versions[id];
      if (SecretString === undefined) {
        throw new ResourceNotFoundException({
          message: "Secrets Manager can't find it.",
          $metadata: {},
        });
      }
      const output = { ARN, VersionId: id, SecretString, $metadata: {} };
      return Promise.resolve({ output, response: undefined });
    },
    { step: "initialize", priority: "low" },
  );
  return { client, asked };
}

async function start(
  versions: Readonly<Record<string, string>>,
  ...valueFroms: readonly string[]
): Promise<readonly (string | undefined)[]> {
  const secrets = valueFroms.map((valueFrom) => ({ container: "phone", name: "X", valueFrom }));
  const injected = await startTask(clientOf(versions).client, secrets);
  return injected.map(({ agentError, fault }) => agentError ?? fault);
}

// The expected behaviour is taken from the ECS agent's source. test/emulator/access/roles.test.ts runs the same code on an emulator.
describe("startTask", () => {
  it("requests each secret reference separately, at the version and the stage that it names", async () => {
    const { client, asked } = clientOf({ v1: '{"A":"x"}' });
    const secrets = [`${ARN}:A::v1`, `${ARN}:A:AWSCURRENT:`, ARN].map((valueFrom) => ({
      container: "phone",
      name: "X",
      valueFrom,
    }));
    await startTask(client, secrets);
    assert.deepEqual(asked, [
      { SecretId: ARN, VersionId: "v1" },
      { SecretId: ARN, VersionStage: "AWSCURRENT" },
      { SecretId: ARN },
    ]);
  });

  it("finds keys that are read at different versions of one secret", async () => {
    const versions = { v1: '{"A":"x","B":"y"}', v2: '{"A":"x","B":"y"}' };
    const mixed = await start(versions, `${ARN}:A::v1`, `${ARN}:B::`);
    assert.match(
      mixed[0] ?? "",
      /is read at version v1, but other keys of the secret at another version/,
    );
    assert.match(mixed[1] ?? "", /is read at version v2/);
    assert.deepEqual(await start(versions, `${ARN}:A::v2`, `${ARN}:B::`), [undefined, undefined]);
  });

  it("finds every JSON value that is not a string, and an empty string", async () => {
    const text = JSON.stringify({ N: 15005550006, B: true, U: null, O: {}, L: [], E: " " });
    const faults = await start({ v1: text }, ..."NBUOLE".split("").map((key) => `${ARN}:${key}::`));
    const kinds = ["number", "boolean", "null", "object", "array"];
    kinds.forEach((kind, index) => {
      assert.match(faults[index] ?? "", new RegExp(`is a JSON ${kind} instead of a string`));
    });
    assert.equal(faults[5], "the key E is empty");
  });

  it("distinguishes faults of the task definition from faults of the secret", async () => {
    const secrets = ["/pipecat/token", `${ARN.slice(0, -7)}:A::`, `${ARN}:E::`].map(
      (valueFrom) => ({
        container: "phone",
        name: "X",
        valueFrom,
      }),
    );
    const injected = await startTask(clientOf({ v1: '{"A":"x","E":""}' }).client, secrets);
    assert.deepEqual(
      injected.map(({ fix }) => fix),
      ["npm run up", "npm run up", undefined],
    );
  });

  it("repeats no part of a secret that is not JSON", async () => {
    const [error] = await start({ v1: "qqq" }, `${ARN}:A::`);
    assert.match(error ?? "", /not a JSON object/);
    assert.doesNotMatch(error ?? "", /q/);
  });

  it("does not accept an inherited JavaScript property as a key", async () => {
    const [error] = await start({ v1: "{}" }, `${ARN}:toString::`);
    assert.match(error ?? "", /did not contain json key toString/);
  });
});
