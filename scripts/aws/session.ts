import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { awsError, type AwsCall } from "./errors";
import { clientConfig, type ClientConfig } from "./clientConfig";
import type { Report } from "../terminal/report";
import { wrongUse } from "../terminal/scriptError";

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
  const config = clientConfig();
  const sts = new STSClient(chosen === undefined ? config : { ...config, region: chosen });
  const call: AwsCall = { action: "sts:GetCallerIdentity", ...endpointOf("STS") };
  try {
    const found = await sts.config.region();
    requireRegionName(found);
    const { Account: accountId = "", Arn: callerArn = "" } = await sts.send(
      new GetCallerIdentityCommand({}),
    );
    announce(report, accountId, found, callerArn);
    return {
      region: found,
      accountId,
      callerArn,
      clientConfig: { ...config, region: found },
      failed: (error, action, resource) =>
        awsError(error, {
          action,
          principal: callerArn,
          ...(resource === undefined ? {} : { resource }),
          ...endpointOf(serviceOf(action)),
        }),
    };
  } catch (error) {
    throw awsError(error, call);
  }
}

function announce(report: Report, accountId: string, region: string, callerArn: string): void {
  report.fact("account", "account", accountId);
  report.fact("region", "region", region);
  report.about({ region });
  report.fact("caller", "caller", callerArn);
  const endpoints = ["", ...SERVICES.map((service) => `_${service}`)].flatMap((suffix) => {
    const url = setting(`AWS_ENDPOINT_URL${suffix}`);
    return url === undefined ? [] : [`${url} (AWS_ENDPOINT_URL${suffix})`];
  });
  if (endpoints.length > 0) report.fact("endpoint", "endpoint", endpoints.join(", "));
}

function serviceOf(action: string): string {
  const [prefix = ""] = action.split(":");
  return prefix === "secretsmanager" ? "SECRETS_MANAGER" : prefix.toUpperCase();
}

function endpointOf(service: string): { endpoint?: string } {
  const endpoint = setting(`AWS_ENDPOINT_URL_${service}`) ?? setting("AWS_ENDPOINT_URL");
  return endpoint === undefined ? {} : { endpoint };
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
 * Refuses to go on when an ARN belongs to another account than the one that the caller is logged in to.
 *
 * @throws ScriptError with exit code 2
 */
export function requireAccount({ accountId }: AwsSession, arn: string): void {
  const owner = /^arn:[^:]+:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
  if (owner === undefined || owner === accountId) return;
  throw wrongUse(
    `${arn} belongs to account ${owner}, but the login is for account ${accountId}`,
    "log in to that account, for example: export AWS_PROFILE=…",
  );
}
