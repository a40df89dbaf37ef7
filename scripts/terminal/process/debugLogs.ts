import { wrongUse } from "../scriptError";

/** Settings that make Node, a library or Pulumi's CLI log requests or environments, with the credentials in them. */
const PRINTS_REQUESTS: Readonly<Record<string, RegExp>> = {
  NODE_DEBUG: /(^|[\s,])(\*|https?|net|tls|http2|stream|fetch|undici|child_process)/i,
  DEBUG: /(^|[\s,])(\*|follow-redirects|https-proxy-agent|axios|http)/i,
  TWILIO_LOG_LEVEL: /debug/i,
  PULUMI_DEBUG_GRPC: /./,
  // AWS's provider is Terraform's underneath.
  TF_LOG: /debug|trace|json/i,
  TF_LOG_PROVIDER: /debug|trace|json/i,
  GODEBUG: /http2debug=[12]/,
};

/**
 * Refuses to start where a debug log would print credentials.
 *
 * @throws ScriptError with exit code 2 that names the variables.
 */
export function refuseDebugLogs(env: NodeJS.ProcessEnv): void {
  const found = Object.entries(PRINTS_REQUESTS).flatMap(([name, pattern]) =>
    pattern.test(env[name] ?? "") ? [name] : [],
  );
  if (found.length === 0) return;
  throw wrongUse(
    `${found.join(", ")} would write down requests or environments with the credentials in them`,
    `unset ${found.join(" ")}`,
  );
}
