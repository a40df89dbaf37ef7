import { readFileSync } from "node:fs";
import type { Agent } from "node:http";
import { rootCertificates } from "node:tls";
import { wrongUse } from "../terminal/scriptError";
import { proxyFor } from "./proxy";

/** Variables that name a file of certificate authorities, as the AWS CLI reads them. */
const CA_VARIABLES = ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"] as const;

/**
 * How requests leave this machine: through the proxies that the environment names, and trusting the certificate authorities
 * of `AWS_CA_BUNDLE` besides Node's own.
 *
 * @returns undefined where the environment asks for nothing, so that Node's own agents do
 * @throws ScriptError with exit code 2 for a proxy that is no URL, or a file that cannot be read
 */
export async function outgoingAgent(env: NodeJS.ProcessEnv): Promise<Agent | undefined> {
  const ca = authorities(env);
  const named = ["https://host", "http://host"].map((url) =>
    proxyFor(new URL(url), { ...env, NO_PROXY: "", no_proxy: "" }),
  );
  for (const proxy of named) {
    if (proxy === undefined || URL.canParse(proxy.url)) continue;
    throw wrongUse(
      `${proxy.variable} is not a URL`,
      `give it as http://HOST:PORT, or: unset ${proxy.variable}`,
    );
  }
  if (ca === undefined && named.every((proxy) => proxy === undefined)) return undefined;
  // Loaded late: most runs need no proxy.
  const { ProxyAgent } = await import("proxy-agent");
  return new ProxyAgent({
    // A kept connection would keep the process from its end.
    keepAlive: false,
    getProxyForUrl: (url) => proxyFor(new URL(url), env)?.url ?? "",
    ...(ca === undefined ? {} : { ca }),
  });
}

/** Node replaces its own list by the one that it is given. */
function authorities(env: NodeJS.ProcessEnv): string[] | undefined {
  const variable = CA_VARIABLES.find((name) => (env[name] ?? "") !== "");
  if (variable === undefined) return undefined;
  const file = env[variable] ?? "";
  try {
    return [...rootCertificates, readFileSync(file, "utf8")];
  } catch {
    throw wrongUse(
      `${variable} names ${file}, which cannot be read`,
      `check it, or: unset ${variable}`,
    );
  }
}
