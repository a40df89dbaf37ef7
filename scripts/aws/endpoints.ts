import { wrongUse } from "../terminal/scriptError";
import type { Profile } from "./profile";

/**
 * The services that the scripts call, by the prefix of their IAM actions. The value is the SDK's name for the service, as in
 * `AWS_ENDPOINT_URL_<SERVICE>` and, in lower case, in a profile's `services` section. Source: the service ids of the SDK's
 * clients.
 */
const SERVICES: Readonly<Record<string, string>> = {
  cloudtrail: "CLOUDTRAIL",
  ec2: "EC2",
  ecs: "ECS",
  elasticloadbalancing: "ELASTIC_LOAD_BALANCING_V2",
  iam: "IAM",
  kms: "KMS",
  logs: "CLOUDWATCH_LOGS",
  secretsmanager: "SECRETS_MANAGER",
  servicequotas: "SERVICE_QUOTAS",
  sts: "STS",
};

/** The SDK's names of the services that the scripts call. */
export const SERVICE_NAMES: readonly string[] = Object.values(SERVICES);

/** Services for which the AWS CLI uses another name than the SDK and IAM. */
const CLI_NAMES: Readonly<Record<string, string>> = { elbv2: "ELASTIC_LOAD_BALANCING_V2" };

const VARIABLE = "AWS_ENDPOINT_URL";

/**
 * The endpoint of a service, if one is set. The order is the SDK's: the service's variable, the variable for all, the profile.
 */
export function endpointOf(iamPrefix: string, profile: Profile): { endpoint?: string } {
  const service = SERVICES[iamPrefix];
  const endpoint = service === undefined ? undefined : ofService(service, profile);
  return endpoint === undefined ? {} : { endpoint };
}

function ofService(service: string, profile: Profile): string | undefined {
  return fromVariable(service) ?? profile.endpoint(service.toLowerCase());
}

function fromVariable(service: string): string | undefined {
  return setting(`${VARIABLE}_${service}`) ?? setting(VARIABLE);
}

/** Every endpoint that is set, each with the variable or the profile that sets it. */
export function setEndpoints(profile: Profile): string[] {
  const variables = variableNames().flatMap((name) => {
    const url = setting(name);
    return url === undefined ? [] : [`${url} (${name})`];
  });
  const ofProfile = SERVICE_NAMES.flatMap((service) => {
    const endpoint = profile.endpoint(service.toLowerCase());
    return endpoint === undefined || fromVariable(service) !== undefined
      ? []
      : [`${endpoint} (profile ${profile.name})`];
  });
  return [...variables, ...new Set(ofProfile)];
}

/**
 * Refuses an endpoint variable that is not a URL or is misspelled. The SDK ignores a variable for a service that it does not
 * know, so the call would go to the real account.
 *
 * @throws ScriptError with exit code 2
 */
export function refuseBadEndpoints(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) {
    const given = /^AWS_ENDPOINT_URL_?(.+)$/i.exec(name)?.[1];
    const meant = given === undefined ? undefined : meantBy(given);
    if (meant === undefined || name === `${VARIABLE}_${meant}`) continue;
    throw wrongUse(
      `${name} is not a name that AWS's SDK knows: the call would go to the real account`,
      `name it ${VARIABLE}_${meant}`,
    );
  }
  for (const name of variableNames()) {
    const url = setting(name);
    if (url === undefined || (URL.canParse(url) && /^https?:/i.test(url))) continue;
    throw wrongUse(
      `${name} is not an http:// or https:// URL`,
      `unset ${name}, or give it as http://127.0.0.1:PORT`,
    );
  }
}

/**
 * The SDK's name for the service that a variable's ending probably means: the same letters, the IAM prefix or the AWS CLI's name.
 */
function meantBy(ending: string): string | undefined {
  const bare = (name: string): string => name.replaceAll("_", "").toUpperCase();
  return Object.entries({ ...SERVICES, ...CLI_NAMES }).find(([name, service]) =>
    [name, service].some((each) => bare(each) === bare(ending)),
  )?.[1];
}

function variableNames(): string[] {
  return [VARIABLE, ...SERVICE_NAMES.map((service) => `${VARIABLE}_${service}`)];
}

/** The value of an environment variable. Undefined if it is not set or empty. */
export function setting(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}
