import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { awsError } from "../../../scripts/aws/errors";
import { clientConfig } from "../../../scripts/aws/clientConfig";
import { ROOT } from "../../support/program/devStack";
import { sourcesIn } from "../../support/program/sources";

// The silent endpoint is a server of the test. The scripts' clients are found in the sources, and none of them is started.
describe("The SDK's clients", () => {
  it("give up an endpoint that accepts a request and never answers", async () => {
    const server = createServer(() => undefined).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    const client = new SecretsManagerClient({
      ...clientConfig(200),
      endpoint: `http://127.0.0.1:${address.port}`,
      region: "eu-north-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    });
    const error = await client.send(new GetSecretValueCommand({ SecretId: "x" })).then(
      () => assert.fail("answered"),
      (thrown: unknown) => awsError(thrown, { action: "secretsmanager:GetSecretValue" }),
    );
    assert.match(error.message, /^cannot reach AWS for secretsmanager:GetSecretValue: it did not/);
    server.closeAllConnections();
    server.close();
  });

  it("all have these limits", () => {
    const made = sourcesIn("scripts").flatMap((file) => {
      const text = readFileSync(join(ROOT, file), "utf8");
      return [...text.matchAll(/new (?:STS|KMS|SecretsManager|EC2|ECS|IAM)Client\([^;]*;/g)];
    });
    assert.ok(made.length >= 10);
    for (const [call] of made)
      assert.match(call, /session\.clientConfig|\bclientConfig\(|\bconfig\b/);
  });
});
