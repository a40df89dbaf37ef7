import { wrongUse } from "./scriptError";

/** Settings that make Node, a library or Pulumi's CLI write down requests or environments, and the credentials with them. */
const PRINTS_REQUESTS: Readonly<Record<string, RegExp>> = {
  NODE_DEBUG: /(^|[\s,])(\*|https?|net|tls|http2|stream|fetch|undici|child_process)/i,
  DEBUG: /(^|[\s,])(\*|follow-redirects|https-proxy-agent|axios|http)/i,
  TWILIO_LOG_LEVEL: /debug/i,
  PULUMI_DEBUG_GRPC: /./,
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

/** From this level on Pulumi's engine logs the properties of every resource, secrets included. Seen with CLI 3.260. */
const TELLING_LEVEL = 9;

/**
 * Refuses to start Pulumi's CLI where its own log would print credentials.
 *
 * @throws ScriptError with exit code 2 that names the option.
 */
export function refuseTellingLogs(args: readonly string[], env: NodeJS.ProcessEnv): void {
  refuseDebugLogs(env);
  const levels = args.flatMap((arg, index) => {
    const option = /^(?:-v|--verbose)(?:=?(\d+))?$/.exec(arg);
    return option === null ? [] : [option[1] ?? args[index + 1]];
  });
  const telling = [...levels, env["PULUMI_OPTION_VERBOSE"]].some(
    (level) => Number(level ?? 0) >= TELLING_LEVEL,
  );
  if (!telling) return;
  throw wrongUse(
    `a log of level ${TELLING_LEVEL} or more would write down the resources with the credentials in them`,
    `take a lower level: -v=${TELLING_LEVEL - 1}`,
  );
}
