import assert from "node:assert/strict";
import { refuseDebugLogs } from "../../scripts/terminal/logGuard";
import { masked, shownUrl } from "../../scripts/secret/mask";
import { RedactedLines } from "../../scripts/secret/redact";
import { ScriptError } from "../../scripts/terminal/scriptError";
import { diagnose } from "../../scripts/ecs/stopReasons";
import { parseTwiml } from "../../scripts/twilio/twiml";
import { newCredentials } from "../support/twilio/twilioCredentials";

const own = newCredentials();

describe("What may be shown", () => {
  it("shows a credential's prefix class and length, and a URL without its secrets", () => {
    assert.equal(masked("TWILIO_ACCOUNT_SID", own.TWILIO_ACCOUNT_SID), "AC… 34 characters");
    assert.equal(masked("TWILIO_ACCOUNT_SID", "oops"), "… 4 characters");
    assert.equal(masked("TWILIO_AUTH_TOKEN", own.TWILIO_AUTH_TOKEN), "… 32 characters");
    assert.equal(shownUrl("https://u:p@host.example/path?token=x"), "https://host.example/path?…");
    assert.equal(shownUrl(""), "(none)");
  });

  it("blanks credentials in what the CLI prints, also across pieces", () => {
    const lines: string[] = [];
    const redacted = new RedactedLines(own, (line) => lines.push(line));
    const token = own.TWILIO_AUTH_TOKEN;
    redacted.write(`a ${token.slice(0, 9)}`);
    redacted.write(`${token.slice(9)} b\nc`);
    redacted.end();
    assert.deepEqual(lines, ["a [TWILIO_AUTH_TOKEN] b", "c"]);
  });

  it("starts nowhere where a library's log would print requests", () => {
    for (const env of [
      { NODE_DEBUG: "http" },
      { NODE_DEBUG: "fs,tls" },
      { NODE_DEBUG: "child_process" },
      { DEBUG: "*" },
      { TWILIO_LOG_LEVEL: "debug" },
      { TF_LOG: "TRACE" },
      { GODEBUG: "gctrace=1,http2debug=2" },
    ]) {
      assert.throws(
        () => {
          refuseDebugLogs(env);
        },
        (error) => error instanceof ScriptError && error.exitCode === 2,
      );
    }
    refuseDebugLogs({ NODE_DEBUG: "module", DEBUG: "mocha:runner", TWILIO_LOG_LEVEL: "info" });
  });
});

describe("parseTwiml", () => {
  const twiml = (url: string): string =>
    `<Response><Connect><Stream url="${url}"/></Connect></Response>`;

  it("finds the stream among other verbs and parameters", () => {
    const body = `<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hi</Say><Connect>
      <Stream url="wss://h.example/ws"><Parameter name="a" value="b"/></Stream></Connect><Hangup/></Response>`;
    assert.deepEqual(parseTwiml(body), { streamUrl: "wss://h.example/ws" });
  });

  it("says what Twilio would not take", () => {
    assert.equal(parseTwiml("{}").fault, "is not XML");
    assert.equal(parseTwiml("<Response><Connect>").fault, "is not XML");
    assert.equal(parseTwiml("<html/>").fault, "has no <Response>");
    assert.equal(
      parseTwiml("<Response><Say>Sorry</Say></Response>").fault,
      "has no <Connect><Stream url=…>",
    );
    assert.match(parseTwiml(twiml("ws://h.example/ws")).fault ?? "", /ws:\/\/ stream/);
    assert.match(parseTwiml(twiml("wss://h.example/ws?a=b")).fault ?? "", /query string/);
    assert.match(parseTwiml(twiml("wss://h.example:7860/ws")).fault ?? "", /port 443 only/);
  });
});

// The texts are those of AWS's documentation and of issues, collected; ECS may word others.
describe("diagnose", () => {
  const FETCH =
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 5 time(s): ";
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
    ["ResourceInitializationError: something new", /could not prepare/],
  ];
  for (const [reason, expected] of cases) {
    it(`explains: ${reason.replace(FETCH, "").slice(0, 60)}`, () => {
      assert.match(diagnose(reason)?.cause ?? "", expected);
    });
  }

  it("is silent about everyday stops", () => {
    assert.equal(diagnose("Scaling activity initiated by (deployment ecs-svc/1)"), undefined);
    assert.equal(diagnose(""), undefined);
  });
});
