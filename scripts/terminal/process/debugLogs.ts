import { wrongUse } from "../scriptError";

/**
 * Variables that make Node, a library or Pulumi's CLI write down requests, memory or environments, with the credentials in
 * them: a pattern of the name, and one of the value.
 */
const WRITES_CREDENTIALS: readonly (readonly [name: RegExp, value: RegExp])[] = [
  [/^NODE_DEBUG$/, /(^|[\s,])(\*|https?|net|tls|http2|stream|fetch|undici|child_process)/i],
  // A report of Node's holds the environment, a snapshot the memory, and the key log opens every connection.
  [/^NODE_OPTIONS$/, /--(report-(on|uncaught)|heapsnapshot|heap-prof|tls-keylog|trace-env)/],
  [/^DEBUG$/, /(^|[\s,])(\*|follow-redirects|https-proxy-agent|axios|http)/i],
  [/^TWILIO_LOG_LEVEL$/, /debug/i],
  [/^PULUMI_DEBUG_GRPC$/, /./],
  // AWS's provider is Terraform's underneath: TF_LOG, TF_LOG_PROVIDER, TF_LOG_SDK and the like.
  [/^TF_LOG/, /debug|trace|json/i],
  [/^GODEBUG$/, /http2debug=[12]/],
];

/**
 * Refuses to start where a debug log would print credentials.
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
