import assert from "node:assert/strict";
import { KEYS, opened, useSts } from "./simulatedSts";

// A server of the test replaces STS. The SDK, its profiles and its credential chain are real.
describe("openAwsSession", () => {
  const sts = useSts();

  it("names the fault of a profile's login, and the command that repairs it", async () => {
    for (const [profile, expected] of [
      ["mfa", /^the AWS profile mfa asks for an MFA code.* → eval "\$\(aws configure export-cred/],
      ["process", /^the credential_process of the AWS profile process gives no valid/],
      ["sso", /^the SSO login of the AWS profile sso has expired.* → aws sso login --profile sso$/],
      ["old-sso", /^the SSO login of the AWS profile old-sso has expired/],
      ["sso-expired", /^the SSO login of the AWS profile sso-expired has expired/],
      [
        "sso-half",
        /^the SSO settings of the AWS profile sso-half .* → aws configure sso --profile/,
      ],
      ["sso-nowhere", /^the AWS profile sso-nowhere names a section or a file that is not there/],
      ["token-file", /^the AWS profile token-file names a section or a file that is not there/],
      ["console", /^the login of the AWS profile console has expired.* → aws login --profile/],
      ["behind-mfa", /^the AWS profile behind-mfa asks for an MFA code/],
      ["circle", /^the AWS profile circle has no usable credentials/],
      ["empty", /^the AWS profile empty has no usable credentials → aws sts .*--profile empty/],
      ["nosuch", /^there is no AWS profile nosuch → aws configure list-profiles/],
    ] as const) {
      assert.match(await opened({ AWS_PROFILE: profile }), expected);
    }
    assert.match(await opened({}), /^no AWS credentials were found → aws sso login/);
  });

  it("distinguishes a wrong clock from wrong credentials", async () => {
    const error = (code: string, message: string): string =>
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
    const env = { ...KEYS, AWS_ENDPOINT_URL: sts.url };
    const skewed = "Signature expired: 20200101T000000Z is now earlier than 20260101T000000Z";
    sts.answer = { status: 403, body: error("SignatureDoesNotMatch", skewed) };
    assert.match(await opened(env), /^this machine's clock is wrong.* → set the clock/);
    sts.answer = {
      status: 403,
      body: error("SignatureDoesNotMatch", "The request signature differs"),
    };
    assert.match(await opened(env), /^AWS does not accept these credentials → log in again/);
    const denied =
      "User: u is not authorized to perform: sts:X with an explicit deny in a service control policy";
    sts.answer = { status: 403, body: error("AccessDenied", denied) };
    assert.match(
      await opened(env),
      /^access denied: a service control policy .* → ask who manages/,
    );
  });
});
