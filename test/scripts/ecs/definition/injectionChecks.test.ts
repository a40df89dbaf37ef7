import {
  ResourceNotFoundException,
  SecretsManagerServiceException,
} from "@aws-sdk/client-secrets-manager";
import assert from "node:assert/strict";
import { awsError } from "../../../../scripts/aws/errors";
import { clientConfig } from "../../../../scripts/aws/clientConfig";
import type { AwsSession } from "../../../../scripts/aws/session";
import { injectionChecks } from "../../../../scripts/ecs/definition/injectionChecks";
import type { InjectedSecret } from "../../../../scripts/ecs/definition/taskStart";

const CALLER = "arn:aws:iam::123456789012:user/caller";
const ROLE = "arn:aws:iam::123456789012:role/execution";

const session: AwsSession = {
  region: "eu-north-1",
  accountId: "123456789012",
  callerArn: CALLER,
  clientConfig: { ...clientConfig(), region: "eu-north-1" },
  failed: (error, action) => awsError(error, { action, principal: CALLER }),
};

function serviceError(name: string, message = ""): Error {
  const $metadata = { httpStatusCode: 400 };
  return new SecretsManagerServiceException({ name, message, $fault: "client", $metadata });
}

function told(secret: Partial<InjectedSecret>, role?: string): string {
  const whole = { container: "phone", name: "X", valueFrom: "arn", ...secret };
  const [check] = injectionChecks(session, [whole], role);
  return `${check?.detail ?? ""} → ${check?.fix ?? ""}`;
}

// The test makes the errors, from the SDK's classes. It does not show when AWS sends which error.
describe("injectionChecks", () => {
  const KMS = "Access to KMS is not allowed";

  it("says that nothing was read if AWS is busy or cannot be reached, and advises another try", () => {
    for (const role of [undefined, ROLE]) {
      const busy = { error: serviceError("ThrottlingException"), agentError: "Throttling" };
      assert.match(
        told(busy, role),
        /^not read: AWS throttles .* → wait a minute and run it again$/,
      );
      const error = Object.assign(new Error("socket"), { code: "ECONNRESET" });
      assert.match(told({ error, agentError: "x" }, role), /^not read: cannot reach AWS/);
    }
  });

  it("names the permission for the KMS key if access to the key is denied", () => {
    const error = serviceError("AccessDeniedException", KMS);
    const agentError = `AccessDeniedException: ${KMS}`;
    assert.equal(
      told({ error, agentError }),
      `not read: access denied: ${CALLER} may not kms:Decrypt with the key → let the caller decrypt with the secret's key, or use --assume-role`,
    );
    assert.match(
      told({ error, agentError }, ROLE),
      /^the agent says: .* → npm run up; .*kms:Decrypt$/,
    );
    const plain = serviceError("AccessDeniedException");
    assert.match(told({ error: plain, agentError }), /→ let the caller read the secret, or/);
  });

  it("advises a deployment if the task definition is wrong, and setup-secrets if the secret is wrong", () => {
    assert.match(told({ fault: "is no ARN", fix: "npm run up" }), /→ npm run up$/);
    assert.match(told({ fault: "is empty" }), /→ npm run setup-secrets -- --up$/);
    const error = new ResourceNotFoundException({ message: "", $metadata: {} });
    const missing = { error, agentError: "did not contain json key X" };
    assert.match(told(missing, ROLE), /→ npm run setup-secrets -- --up$/);
  });
});
