import { wrongUse } from "../scriptError";

/**
 * Variables that make Node, a library or Pulumi's CLI write requests, memory or environment variables to a log or a file,
 * including credentials. Each entry has a pattern for the name and one for the value.
 */
const WRITES_CREDENTIALS: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^NODE_DEBUG$/, /(^|[\s,])(\*|https?|net|tls|http2|stream|fetch|undici|child_process)/i],
  // Node's reports contain the environment, its snapshots the memory, and the TLS key log decrypts every connection.
  [/^NODE_OPTIONS$/, /--(report-(on|uncaught)|heapsnapshot|heap-prof|tls-keylog|trace-env)/],
  [/^DEBUG$/, /(^|[\s,])(\*|follow-redirects|https-proxy-agent|axios|http)/i],
  [/^TWILIO_LOG_LEVEL$/, /debug/i],
  [/^PULUMI_DEBUG_GRPC$/, /./],
  // Pulumi's AWS provider is based on Terraform's, which reads TF_LOG, TF_LOG_PROVIDER, TF_LOG_SDK and others.
  [/^TF_LOG/, /debug|trace|json/i],
  [/^GODEBUG$/, /http2debug=[12]/],
];

/**
 * Refuses to start if a debug log would contain credentials.
 *
 * @throws ScriptError with exit code 2 that names the variables.
 */
export function refuseDebugLogs(env: NodeJS.ProcessEnv): void {
  const found = Object.entries(env).flatMap(([name, value = ""]) =>
    WRITES_CREDENTIALS.some(([ofName, ofValue]) => ofName.test(name) && ofValue.test(value))
      ? [name]
      : [],
  );
  if (found.length === 0) return;
  throw wrongUse(
    `${found.join(", ")} would write down requests or environments with the credentials in them`,
    `unset ${found.join(" ")}`,
  );
}
