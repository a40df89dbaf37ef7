import { wrongUse, type ScriptError } from "../terminal/scriptError";
import type { Profile } from "./profile";
import type { SdkFault } from "./sdkFault";

const EXPIRED = /^(?:ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;

const REFUSED =
  /^(?:InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|InvalidAccessKeyId|IncompleteSignature|AuthFailure)$/;

/** Why AWS does not know the caller, and how to log in; undefined where the error tells of something else. */
export function loginProblem(fault: SdkFault, profile?: Profile): ScriptError | undefined {
  const { name, message, code } = fault;
  if (/Region is missing/i.test(message)) {
    return wrongUse("no AWS region is set", "pass --region, or: export AWS_REGION=eu-north-1");
  }
  if (isClockWrong(fault)) {
    return wrongUse(
      "this machine's clock is wrong: AWS takes requests that are at most 5 minutes old",
      "set the clock, for example: sudo timedatectl set-ntp true",
    );
  }
  if (EXPIRED.test(name)) return wrongUse("the AWS login has expired", again(profile));
  if (REFUSED.test(name)) {
    return wrongUse(
      "AWS does not accept these credentials",
      `log in again, for example: ${again(profile)}`,
    );
  }
  if (/CredentialsProviderError|TokenProviderError/.test(name) || code === "CredentialsError") {
    return withoutCredentials(fault, profile);
  }
  return undefined;
}

/** Source: AWS's guide to IAM, "Troubleshoot Signature Version 4", which quotes the message. */
function isClockWrong({ name, message }: SdkFault): boolean {
  return name === "RequestTimeTooSkewed" || /Signature (?:expired|not yet current)/i.test(message);
}

function withoutCredentials({ message }: SdkFault, profile: Profile | undefined): ScriptError {
  if (profile?.named !== true && profile?.exists !== true) {
    return wrongUse("no AWS credentials were found", "aws sso login, or: export AWS_PROFILE=…");
  }
  const { name, exists, login } = profile;
  const option = `--profile ${name}`;
  if (!exists) {
    return wrongUse(
      `there is no AWS profile ${name}`,
      "aws configure list-profiles shows them; AWS_PROFILE chooses one",
    );
  }
  switch (login) {
    case "MFA":
      return wrongUse(
        `the AWS profile ${name} asks for an MFA code, which this command cannot ask for`,
        `eval "$(aws configure export-credentials ${option} --format env)", and then: unset AWS_PROFILE`,
      );
    case "process":
      return wrongUse(
        `the credential_process of the AWS profile ${name} gives no valid credentials`,
        `aws sts get-caller-identity ${option} shows why`,
      );
    case "SSO":
      return wrongUse(
        /expired|invalid|not found/i.test(message)
          ? `the SSO login of the AWS profile ${name} has expired, or was never made`
          : `the AWS profile ${name} has no usable SSO login`,
        `aws sso login ${option}`,
      );
    case "other":
      return wrongUse(
        `the AWS profile ${name} has no usable credentials`,
        `aws configure ${option}, or: aws sso login ${option}`,
      );
  }
}

/** How to log in once more. */
function again(profile: Profile | undefined): string {
  const option = profile?.named === true ? ` --profile ${profile.name}` : "";
  return profile?.login === "MFA" || profile?.login === "process"
    ? `aws sts get-caller-identity${option}`
    : `aws sso login${option}`;
}
