import { arnParts } from "./arn";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { awsError, NOT_AWS_FIX, type AwsCall } from "./errors";
import { clientConfig, type ClientConfig } from "./clientConfig";
import type { Report } from "../terminal/report";
import { outgoingAgent, shownProxies } from "../network/outgoing";
import { checkFailed, wrongUse } from "../terminal/scriptError";
import { endpointOf, refuseBadEndpoints, setEndpoints, setting } from "./endpoints";
import { readProfile } from "./profile";

/** A login to an AWS account and region. */
export interface AwsSession {
  readonly region: string;
  readonly accountId: string;
  /** ARN of the caller. */
  readonly callerArn: string;
  /** The options for every client of this session. */
  readonly clientConfig: ClientConfig & { readonly region: string };
  /** Turns an SDK error into one clear line. */
  readonly failed: (error: unknown, action: string, resource?: string) => Error;
}

/**
 * Logs in with the SDK's normal credential chain. Before any other call it reports the account, region, caller and endpoint.
 *
 * @param region - from `--region`, or from the secret's ARN; without it the environment and the profile decide
 * @throws ScriptError if there are no credentials or no region, if the login has expired, or if AWS cannot be reached
 */
export async function openAwsSession(
  region: string | undefined,
  report: Report,
): Promise<AwsSession> {
  refuseBadEndpoints(process.env);
  // The SDK treats an empty variable as a region. The AWS CLI treats it as not set, and so do people.
  if (process.env["AWS_REGION"] === "") delete process.env["AWS_REGION"];
  const chosen = region ?? setting("AWS_REGION") ?? setting("AWS_DEFAULT_REGION");
  if (chosen !== undefined) requireRegionName(chosen);
  const profile = await readProfile(process.env);
  const config = clientConfig(undefined, await outgoingAgent(process.env, profile));
  const sts = new STSClient(chosen === undefined ? config : { ...config, region: chosen });
  const call: AwsCall = { action: "sts:GetCallerIdentity", profile, ...endpointOf("sts", profile) };
  try {
    const found = await sts.config.region();
    requireRegionName(found);
    const { Account: accountId = "", Arn: callerArn = "" } = await sts.send(
      new GetCallerIdentityCommand({}),
    );
    requireIdentity(accountId, callerArn, call.endpoint);
    report.fact("account", "account", accountId);
    report.fact("region", "region", found);
    report.about({ region: found });
    report.fact("caller", "caller", callerArn);
    const endpoints = setEndpoints(profile);
    if (endpoints.length > 0) report.fact("endpoint", "endpoint", endpoints.join(", "));
    const proxies = shownProxies(process.env);
    if (proxies !== undefined) report.fact("proxy", "proxy", proxies);
    return {
      region: found,
      accountId,
      callerArn,
      clientConfig: { ...config, region: found },
      failed: (error, action, resource) =>
        awsError(error, {
          action,
          principal: callerArn,
          profile,
          ...(resource === undefined ? {} : { resource }),
          ...endpointOf(prefixOf(action), profile),
        }),
    };
  } catch (error) {
    throw awsError(error, call);
  }
}

/** Refuses an answer without an account, such as a sign-in page that answers every request with 200. */
function requireIdentity(accountId: string, callerArn: string, endpoint: string | undefined): void {
  if (/^\d{12}$/.test(accountId) && callerArn.startsWith("arn:")) return;
  throw checkFailed(
    `what answers in place of ${endpoint ?? "AWS"} is not AWS: it names no account`,
    NOT_AWS_FIX,
  );
}

/** The service prefix of an IAM action, for example `ecs`. */
function prefixOf(action: string): string {
  return action.split(":")[0] ?? "";
}

/** Refuses a malformed region, because the SDK puts the region into a host name. */
function requireRegionName(region: string): void {
  if (/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) return;
  const blanks = region === region.trim() ? "" : ": there are blanks around it";
  throw wrongUse(
    `${region.trim()} is not the name of an AWS region${blanks}`,
    "give it as eu-north-1: --region, or AWS_REGION",
  );
}

/**
 * Requires that an ARN belongs to the account of the login, and to the region in use.
 *
 * @throws ScriptError with exit code 2
 */
export function requireAccount({ accountId, region }: AwsSession, arn: string): void {
  const { region: home, accountId: owner } = arnParts(arn);
  if (owner === "") return;
  if (owner === accountId && home !== "" && home !== region) {
    throw wrongUse(
      `${arn} is in the region ${home}, but this run uses ${region}`,
      `leave out --region, or give ${home}`,
    );
  }
  if (owner === accountId) return;
  throw wrongUse(
    `${arn} belongs to account ${owner}, but the login is for account ${accountId}`,
    "log in to that account, for example: export AWS_PROFILE=…",
  );
}
