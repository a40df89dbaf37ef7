import { CONFIG_PREFIX_SEPARATOR, loadSharedConfigFiles } from "@smithy/core/config";

/** How a profile gets its credentials: `console` is the login of `aws login`. */
export type LoginKind = "MFA" | "process" | "SSO" | "console" | "other";

/** What the AWS config says about the profile in use. */
export interface Profile {
  readonly name: string;
  /** Whether the environment names the profile, so that it must exist. */
  readonly named: boolean;
  readonly exists: boolean;
  readonly login: LoginKind;
  /** The endpoint that the profile sets for a service, by the service's name in the config, for example `ec2`. */
  readonly endpoint: (service: string) => string | undefined;
  /** A file of certificate authorities. */
  readonly caBundle: string | undefined;
}

type Section = Readonly<Record<string, string | undefined>>;

/** Reads the profile that `AWS_PROFILE` names, or the default one, from the files that the SDK reads. */
export async function readProfile(env: NodeJS.ProcessEnv): Promise<Profile> {
  const given = env["AWS_PROFILE"] ?? "";
  const name = given === "" ? "default" : given;
  // An earlier run in this process may have used other files.
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const config: Section | undefined = configFile[name];
  const section = (of: string): Section => ({ ...configFile[of], ...credentialsFile[of] });
  const profile = section(name);
  const services: Section =
    configFile[["services", profile["services"]].join(CONFIG_PREFIX_SEPARATOR)] ?? {};
  const ignored = env["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.toLowerCase() === "true";
  return {
    name,
    named: given !== "",
    exists: config !== undefined || credentialsFile[name] !== undefined,
    login: loginOf(profile, section),
    endpoint: (service) =>
      ignored
        ? undefined
        : (services[[service, "endpoint_url"].join(CONFIG_PREFIX_SEPARATOR)] ??
          profile["endpoint_url"]),
    caBundle: profile["ca_bundle"],
  };
}

/** A profile that assumes a role logs in like its source profile, which may have a source profile too. */
function loginOf(profile: Section, section: (name: string) => Section): LoginKind {
  const passed = new Set<string>();
  let each = profile;
  for (;;) {
    if (each["mfa_serial"] !== undefined) return "MFA";
    if (each["credential_process"] !== undefined) return "process";
    if (each["sso_session"] !== undefined || each["sso_start_url"] !== undefined) return "SSO";
    if (each["login_session"] !== undefined) return "console";
    const source = each["source_profile"];
    if (source === undefined || passed.has(source)) return "other";
    passed.add(source);
    each = section(source);
  }
}
