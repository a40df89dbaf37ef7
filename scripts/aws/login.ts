import { checkFailed, wrongUse, type ScriptError } from "../terminal/scriptError";
import type { Profile } from "./profile";
import type { SdkFault } from "./sdkFault";

const EXPIRED = /^(?:ExpiredToken|ExpiredTokenException|RequestExpired|TokenRefreshRequired)$/;

const REFUSED =
  /^(?:InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|InvalidAccessKeyId|IncompleteSignature|AuthFailure)$/;

/** Explains why AWS does not know the caller, and how to log in. Undefined if the error is about something else. */
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
  return brokenProfile(fault, profile);
}

/** The SDK throws one of these errors if a profile names a section or a file that does not exist. */
function brokenProfile(
  { name, code, fromService }: SdkFault,
  profile: Profile | undefined,
): ScriptError | undefined {
  if (profile?.named !== true || fromService) return undefined;
  if (name !== "TypeError" && code !== "ENOENT") return undefined;
  return wrongUse(
    `the AWS profile ${profile.name} names a section or a file that is not there`,
    `aws sts get-caller-identity --profile ${profile.name} shows which`,
  );
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
      return withoutSso(message, name, option);
    case "console":
      return wrongUse(
        `the login of the AWS profile ${name} has expired, or was never made`,
        `aws login ${option}`,
      );
    case "other":
      return wrongUse(
        `the AWS profile ${name} has no usable credentials`,
        `aws sts get-caller-identity ${option} shows why; aws configure ${option} sets keys`,
      );
  }
}

/** The SDK's message contains the command if the SSO token has expired or does not exist. */
function withoutSso(message: string, name: string, option: string): ScriptError {
  if (/aws sso login/i.test(message)) {
    return wrongUse(
      `the SSO login of the AWS profile ${name} has expired, or was never made`,
      `aws sso login ${option}`,
    );
  }
  if (/getaddrinfo|\bE(?:CONN|TIMEDOUT|NETUNREACH|HOSTUNREACH)/.test(message)) {
    return checkFailed(
      `cannot reach AWS's SSO for the AWS profile ${name}`,
      "check the network and the proxy",
    );
  }
  return wrongUse(
    `the SSO settings of the AWS profile ${name} are not complete`,
    `aws configure sso ${option}`,
  );
}

/** The command that logs in again. */
function again(profile: Profile | undefined): string {
  const option = profile?.named === true ? ` --profile ${profile.name}` : "";
  if (profile?.login === "MFA" || profile?.login === "process") {
    return `aws sts get-caller-identity${option}`;
  }
  return profile?.login === "console" ? `aws login${option}` : `aws sso login${option}`;
}
