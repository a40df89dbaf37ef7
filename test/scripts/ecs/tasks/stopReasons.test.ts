import assert from "node:assert/strict";
import { diagnose } from "../../../../scripts/ecs/tasks/stopReasons";

// The texts are collected from AWS's documentation and from public issues. ECS may have others.
describe("diagnose", () => {
  const FETCH =
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 5 time(s): ";
  const DENIED = `${FETCH}AccessDeniedException: User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: secretsmanager:GetSecretValue on resource: x`;
  const cases: readonly (readonly [string, RegExp])[] = [
    [
      `${FETCH}retrieved secret from Secrets Manager did not contain json key TWILIO_API_SID`,
      /no key TWILIO_API_SID/,
    ],
    [
      `${FETCH}failed to fetch secret x from secrets manager: AccessDeniedException: User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: secretsmanager:GetSecretValue on resource: x`,
      /lacks secretsmanager:GetSecretValue/,
    ],
    [`${FETCH}AccessDeniedException: Access to KMS is not allowed`, /decrypt/],
    [
      `${FETCH}RequestCanceled: request context canceled caused by: context deadline exceeded`,
      /no way to Secrets Manager/,
    ],
    [
      `${FETCH}Post "https://secretsmanager.eu-north-1.amazonaws.com/": dial tcp: i/o timeout. Please check your task network configuration`,
      /no way to Secrets Manager/,
    ],
    [
      `${FETCH}InvalidParameter: 1 validation error(s) found. - minimum field size of 32, GetSecretValueInput.VersionId.`,
      /version id/,
    ],
    [
      `${FETCH}ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: x`,
      /version .* is gone/,
    ],
    [
      `${FETCH}ResourceNotFoundException: The task can't retrieve the secret with ARN 'x' from AWS Secrets Manager. Check whether the secret exists in the specified Region`,
      /not in this account and region/,
    ],
    [
      `${FETCH}InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion`,
      /scheduled for deletion/,
    ],
    [`${FETCH}invalid character 'x' looking for beginning of value`, /not a JSON object/],
    [
      "CannotPullContainerError: pull image manifest has been retried 1 time(s)",
      /image cannot be pulled/,
    ],
    [
      "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group",
      /log group/,
    ],
    [
      "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist",
      /log group/,
    ],
    [
      "CannotStartContainerError: ResourceInitializationError: failed to create new container runtime task: exec /app: exec format error",
      /another processor/,
    ],
    ["CannotCreateContainerError: API error (400): invalid mount config", /cannot be started/],
    ["Timeout waiting for network interface provisioning to complete.", /network interface/],
    [
      "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-1': InsufficientFreeAddressesInSubnet",
      /no free address/,
    ],
    ["Capacity is unavailable at this time. Please try again later", /no capacity/],
    [
      `${DENIED} because no VPC endpoint policy allows the secretsmanager:GetSecretValue action`,
      /^the policy of the VPC endpoint does not allow secretsmanager:GetSecretValue$/,
    ],
    [
      `${DENIED} with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p-1`,
      /^a service control policy of the organization does not allow secretsmanager:GetSecretValue$/,
    ],
    [
      `${DENIED} because no resource control policy allows the secretsmanager:GetSecretValue action`,
      /^a resource control policy of the organization does not allow/,
    ],
    [
      `${DENIED} because no permissions boundary allows the secretsmanager:GetSecretValue action`,
      /^the permissions boundary of the execution role does not allow/,
    ],
    [
      `${FETCH}AccessDeniedException: User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: kms:Decrypt on resource: k because no permissions boundary allows the kms:Decrypt action`,
      /^the permissions boundary of the execution role does not allow kms:Decrypt$/,
    ],
    [
      `${DENIED} with an explicit deny in a resource-based policy`,
      /^the policy of the secret or of its key denies secretsmanager:GetSecretValue$/,
    ],
    [
      `${DENIED} with an explicit deny in an identity-based policy: arn:aws:iam::1:policy/p`,
      /^a policy of the execution role denies secretsmanager:GetSecretValue$/,
    ],
    [
      `${DENIED} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
      /^the execution role lacks secretsmanager:GetSecretValue$/,
    ],
    [
      `${FETCH}Post "https://secretsmanager.eu-north-1.amazonaws.com/": dial tcp: lookup secretsmanager.eu-north-1.amazonaws.com on 10.0.0.2:53: no such host`,
      /^the task cannot look up the name/,
    ],
    [
      `${FETCH}Post "https://secretsmanager.eu-north-1.amazonaws.com/": dial tcp: lookup secretsmanager.eu-north-1.amazonaws.com: server misbehaving`,
      /^the task cannot look up the name/,
    ],
    [
      `${FETCH}Post "https://secretsmanager.eu-north-1.amazonaws.com/": dial tcp 10.0.0.9:443: connect: connection refused`,
      /refuses the connection$/,
    ],
    [
      `${FETCH}Post "https://secretsmanager.eu-north-1.amazonaws.com/": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      /certificate that is not AWS's$/,
    ],
    [
      `${FETCH}KMSInvalidStateException: arn:aws:kms:eu-north-1:1:key/k is pending deletion.`,
      /^the secret's KMS key is disabled or scheduled for deletion$/,
    ],
    [
      `${FETCH}DecryptionFailure: Secrets Manager can't decrypt the protected secret text using the provided KMS key: arn:aws:kms:eu-north-1:1:key/k is disabled.`,
      /^the secret's KMS key is disabled or scheduled for deletion$/,
    ],
    [
      `${FETCH}ValidationException: 1 validation error detected: Value 'x' at 'versionId' failed to satisfy constraint: Member must have length greater than or equal to 32`,
      /an invalid version id/,
    ],
    [
      `${DENIED} because no session policy allows the secretsmanager:GetSecretValue action`,
      /^the policy of the role's session does not allow/,
    ],
    [
      `${DENIED} because no resource-based policy allows the secretsmanager:GetSecretValue action`,
      /^the policy of the secret or of its key does not allow/,
    ],
    [
      `${FETCH}dial tcp: lookup secretsmanager.eu-north-1.amazonaws.com on 10.0.0.2:53: read udp 10.0.0.5:4->10.0.0.2:53: i/o timeout`,
      /^the task cannot look up the name/,
    ],
    [`${FETCH}dial tcp 10.0.0.9:443: connect: no route to host`, /no way to Secrets Manager/],
    [`${FETCH}net/http: TLS handshake timeout`, /no way to Secrets Manager/],
    [`${FETCH}read tcp 10.0.0.5:4->10.0.0.9:443: read: connection reset by peer`, /breaks the/],
    [`${FETCH}Post "https://secretsmanager.eu-north-1.amazonaws.com/": EOF`, /breaks the/],
    [
      `${FETCH}x509: certificate is valid for proxy.lan, not secretsmanager.eu-north-1.amazonaws.com`,
      /certificate that is not AWS's$/,
    ],
    [
      `${FETCH}NotFoundException: Key 'arn:aws:kms:eu-north-1:1:key/k' does not exist`,
      /^the secret's KMS key does not exist$/,
    ],
    [
      "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: TWILIO_API_SID",
      /not a Secrets Manager ARN/,
    ],
    [
      "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64'",
      /another processor/,
    ],
    [
      "CannotPullContainerError: inspect image has been retried 1 time(s): toomanyrequests: You have reached your pull rate limit",
      /registry limits/,
    ],
    [
      "ResourceInitializationError: unable to pull secrets or registry auth: unable to assume role arn:aws:iam::1:role/x: AccessDenied: not authorized to perform: sts:AssumeRole",
      /^ECS cannot assume the execution role$/,
    ],
    ["ResourceInitializationError: something new", /could not prepare/],
  ];
  for (const [reason, expected] of cases) {
    it(`explains: ${reason.replace(FETCH, "").slice(0, 60)}`, () => {
      assert.match(diagnose(reason)?.cause ?? "", expected);
    });
  }

  it("is silent about normal stops", () => {
    assert.equal(diagnose("Scaling activity initiated by (deployment ecs-svc/1)"), undefined);
    assert.equal(diagnose(""), undefined);
  });

  it("does not advise a deployment if none helps", () => {
    for (const reason of [
      "explicit deny in a service control policy",
      "no permissions boundary allows",
    ]) {
      assert.doesNotMatch(diagnose(`${DENIED} ${reason}`)?.fix ?? "npm run up", /npm run up/);
    }
  });
});
