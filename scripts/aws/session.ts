import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { awsError, type AwsCall } from "./errors";
import { clientConfig, type ClientConfig } from "./clientConfig";
import type { Report } from "../terminal/report";
import { outgoingAgent, shownProxies } from "../network/outgoing";
import { checkFailed, wrongUse } from "../terminal/scriptError";
import { readProfile, type Profile } from "./profile";

/** The SDK's names of the services that the scripts call, as they stand in `AWS_ENDPOINT_URL_<SERVICE>`. */
const SERVICES = ["CLOUDTRAIL", "EC2", "ECS", "IAM", "KMS", "SECRETS_MANAGER", "STS"] as const;

/** The account that the scripts talk to. */
export interface AwsSession {
  readonly region: string;
  readonly accountId: string;
  /** Who the caller is. */
  readonly callerArn: string;
  /** What every client of this session is made with. */
  readonly clientConfig: ClientConfig & { readonly region: string };
  /** Turns an SDK error into one clear line. */
  readonly failed: (error: unknown, action: string, resource?: string) => Error;
}

/**
 * Logs in by the SDK's normal chain and says which account, region, caller and endpoint are meant before anything else
 * is asked.
 *
 * @param region - from `--region`, else from the secret's ARN; without it the environment and the profile decide
 * @throws ScriptError without credentials, with an expired login, without a region, or where AWS cannot be reached
 */
export async function openAwsSession(
  region: string | undefined,
  report: Report,
): Promise<AwsSession> {
  refuseMisspelledEndpoints(process.env);
  refuseBadEndpoints();
  // The SDK takes an empty variable for a region; the AWS CLI, and so a person, for none.
  if (process.env["AWS_REGION"] === "") delete process.env["AWS_REGION"];
  const chosen = region ?? setting("AWS_REGION") ?? setting("AWS_DEFAULT_REGION");
  if (chosen !== undefined) requireRegionName(chosen);
  const profile = await readProfile(process.env);
  const config = clientConfig(undefined, await outgoingAgent(process.env, profile));
  const sts = new STSClient(chosen === undefined ? config : { ...config, region: chosen });
  const call: AwsCall = { action: "sts:GetCallerIdentity", profile, ...endpointOf("STS", profile) };
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
    announceWays(report, profile);
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
          ...endpointOf(serviceOf(action), profile),
        }),
    };
  } catch (error) {
    throw awsError(error, call);
  }
}

/** A sign-in page that answers every request with 200 has no account in it. */
function requireIdentity(accountId: string, callerArn: string, endpoint: string | undefined): void {
  if (/^\d{12}$/.test(accountId) && callerArn.startsWith("arn:")) return;
  throw checkFailed(
    `what answers in place of ${endpoint ?? "AWS"} is not AWS: it names no account`,
    "check the network's sign-in page, the proxy and AWS_ENDPOINT_URL",
  );
}

/** Says where the requests go, where it is not straight to AWS. */
function announceWays(report: Report, profile: Profile): void {
  const variables = ["", ...SERVICES.map((service) => `_${service}`)].flatMap((suffix) => {
    const url = setting(`AWS_ENDPOINT_URL${suffix}`);
    return url === undefined ? [] : [`${url} (AWS_ENDPOINT_URL${suffix})`];
  });
  const ofProfile = SERVICES.flatMap((service) => {
    const { endpoint } = endpointOf(service, profile);
    return endpoint === undefined || fromVariable(service) !== undefined
      ? []
      : [`${endpoint} (profile ${profile.name})`];
  });
  const endpoints = [...variables, ...new Set(ofProfile)];
  if (endpoints.length > 0) report.fact("endpoint", "endpoint", endpoints.join(", "));
  const proxies = shownProxies(process.env);
  if (proxies !== undefined) report.fact("proxy", "proxy", proxies);
}

function serviceOf(action: string): string {
  const [prefix = ""] = action.split(":");
  return prefix === "secretsmanager" ? "SECRETS_MANAGER" : prefix.toUpperCase();
}

/** The SDK's order: the service's variable, the variable for all, the profile. */
function endpointOf(service: string, profile: Profile): { endpoint?: string } {
  const endpoint = fromVariable(service) ?? profile.endpoint(service.toLowerCase());
  return endpoint === undefined ? {} : { endpoint };
}

function fromVariable(service: string): string | undefined {
  return setting(`AWS_ENDPOINT_URL_${service}`) ?? setting("AWS_ENDPOINT_URL");
}

/** A variable that is set to something. */
function setting(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}

/** A region's name becomes part of a host's name. */
function requireRegionName(region: string): void {
  if (/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) return;
  const blanks = region === region.trim() ? "" : ": there are blanks around it";
  throw wrongUse(
    `${region.trim()} is not the name of an AWS region${blanks}`,
    "give it as eu-north-1: --region, or AWS_REGION",
  );
}

function refuseBadEndpoints(): void {
  for (const suffix of ["", ...SERVICES.map((service) => `_${service}`)]) {
    const name = `AWS_ENDPOINT_URL${suffix}`;
    const url = setting(name);
    if (url === undefined || (URL.canParse(url) && /^https?:/i.test(url))) continue;
    throw wrongUse(
      `${name} is not an http:// or https:// URL`,
      `unset ${name}, or give it as http://127.0.0.1:PORT`,
    );
  }
}

/** The SDK passes over a variable whose service it does not know, and the call goes to the real account. */
function refuseMisspelledEndpoints(env: NodeJS.ProcessEnv): void {
  const bare = (name: string): string => name.replaceAll("_", "").toUpperCase();
  for (const name of Object.keys(env)) {
    const given = /^AWS_ENDPOINT_URL_?(.+)$/i.exec(name)?.[1];
    const meant = SERVICES.find((service) => given !== undefined && bare(service) === bare(given));
    if (meant === undefined || name === `AWS_ENDPOINT_URL_${meant}`) continue;
    throw wrongUse(
      `${name} is not a name that AWS's SDK knows: the call would go to the real account`,
      `name it AWS_ENDPOINT_URL_${meant}`,
    );
  }
}

/**
 * Refuses to go on when an ARN belongs to another account than the one that the caller is logged in to, or to another region
 * than the one that is asked.
 *
 * @throws ScriptError with exit code 2
 */
export function requireAccount({ accountId, region }: AwsSession, arn: string): void {
  const [, home = "", owner] = /^arn:[^:]+:[^:]*:([^:]*):(\d{12}):/.exec(arn) ?? [];
  if (owner === undefined) return;
  if (owner === accountId && home !== "" && home !== region) {
    throw wrongUse(
      `${arn} is in the region ${home}, but ${region} is asked`,
      `leave out --region, or give ${home}`,
    );
  }
  if (owner === accountId) return;
  throw wrongUse(
    `${arn} belongs to account ${owner}, but the login is for account ${accountId}`,
    "log in to that account, for example: export AWS_PROFILE=…",
  );
}
