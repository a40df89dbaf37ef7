/** Variables of the CLI that do not make it write a credential anywhere. Source: the variables that CLI 3.260 reads. */
const HARMLESS = new Set([
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_API",
  "PULUMI_AUTOMATION_API",
  "PULUMI_AUTOMATION_API_SKIP_VERSION_CHECK",
  "PULUMI_BACKEND_URL",
  "PULUMI_COMMIT_MESSAGE",
  "PULUMI_CONFIG_PASSPHRASE",
  "PULUMI_CONFIG_PASSPHRASE_FILE",
  "PULUMI_CONSOLE_DOMAIN",
  "PULUMI_CONTINUE_ON_ERROR",
  "PULUMI_CREDENTIALS_PATH",
  "PULUMI_CREDENTIAL_STORE",
  // Attaches running providers, such as simulated ones. They get the same data as every provider.
  "PULUMI_DEBUG_PROVIDERS",
  "PULUMI_DEFAULT_ORGANIZATION",
  "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION",
  "PULUMI_DISABLE_CI_DETECTION",
  "PULUMI_EXPERIMENTAL",
  "PULUMI_HOME",
  "PULUMI_IGNORE_AMBIENT_PLUGINS",
  "PULUMI_NODEJS_PARALLEL",
  "PULUMI_PARALLEL",
  "PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES",
  "PULUMI_PR_NUMBER",
  "PULUMI_SKIP_CHECKPOINTS",
  "PULUMI_SKIP_CONFIRMATIONS",
  "PULUMI_SKIP_UPDATE_CHECK",
  "PULUMI_STACK",
]);

/** Prefixes of variables that describe where a run comes from or how the state is stored. */
const HARMLESS_FAMILIES = [
  "PULUMI_CI_",
  "PULUMI_DIY_BACKEND_",
  "PULUMI_GIT_",
  "PULUMI_LOG_ROTATION_",
  "PULUMI_SELF_MANAGED_STATE_",
  "PULUMI_VCS_",
];

/** Why some other variables are refused. */
export const REFUSED_VARIABLES: Readonly<Record<string, string>> = {
  PULUMI_COPILOT: "it sends what the run prints to a service",
  PULUMI_DEBUG_GRPC: "it writes down every call with the credentials in it",
  PULUMI_LOG_OTLP_ENDPOINT: "it sends the engine's log to a server",
  PULUMI_NEO: "it sends what the run prints to a service",
};

/** Refused switches that may be set to off. */
const OFF = ["PULUMI_COPILOT", "PULUMI_NEO"];

/** Whether a variable of the CLI is known to be harmless. Variables that set an option are checked elsewhere. */
export function harmlessVariable(name: string, value: string): boolean {
  if (OFF.includes(name) && ["false", "0"].includes(value.toLowerCase())) return true;
  return HARMLESS.has(name) || HARMLESS_FAMILIES.some((family) => name.startsWith(family));
}
