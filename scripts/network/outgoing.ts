import { readFileSync } from "node:fs";
import type { Agent } from "node:http";
import { rootCertificates } from "node:tls";
import { wrongUse } from "../terminal/scriptError";
import { shownUrl } from "../secret/masking/mask";
import { proxyFor, type ProxySetting } from "./proxy";

/** Variables with the path of a file of certificate authorities. The AWS CLI reads the same. */
const CA_VARIABLES = ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"] as const;

/** URL schemes of the supported proxies. */
const PROXY_SCHEME = /^(?:https?|socks(?:4a?|5h?)?):/i;

/** The settings of an AWS profile for outgoing connections. */
interface ProfileOptions {
  /** A file of certificate authorities, used if no variable names one. */
  readonly caBundle?: string | undefined;
}

/** The proxies in the environment, for display: each URL without its password, and its variable. */
export function shownProxies(env: NodeJS.ProcessEnv): string | undefined {
  const shown = namedProxies(env).map(({ variable, url }) => `${shownUrl(url)} (${variable})`);
  return shown.length === 0 ? undefined : shown.join(", ");
}

/**
 * Makes the agent for outgoing requests. It uses the proxies in the environment, and trusts the certificate authorities in
 * `AWS_CA_BUNDLE` in addition to Node's own.
 *
 * @returns undefined if no proxy and no certificate authority is set; Node's own agents then do
 * @throws ScriptError with exit code 2 if a proxy is not a URL, or if the file cannot be read
 */
export async function outgoingAgent(
  env: NodeJS.ProcessEnv,
  { caBundle }: ProfileOptions = {},
): Promise<Agent | undefined> {
  const ca = authorities(env, caBundle);
  const proxies = namedProxies(env);
  for (const { variable, url } of proxies) {
    if (URL.canParse(url) && PROXY_SCHEME.test(url)) continue;
    throw wrongUse(
      `${variable} is not the URL of a proxy`,
      `give it as http://HOST:PORT, or: unset ${variable}`,
    );
  }
  if (ca === undefined && proxies.length === 0) return undefined;
  // Loaded late: most runs need no proxy.
  const { ProxyAgent } = await import("proxy-agent");
  return new ProxyAgent({
    // An open connection would keep the process alive.
    keepAlive: false,
    getProxyForUrl: (url) => proxyFor(new URL(url), env)?.url ?? "",
    ...(ca === undefined ? {} : { ca }),
  });
}

function namedProxies(env: NodeJS.ProcessEnv): ProxySetting[] {
  const everywhere = { ...env, NO_PROXY: "", no_proxy: "" };
  return ["https://host", "http://host"].flatMap((url) => proxyFor(new URL(url), everywhere) ?? []);
}

/** The certificate authorities of the file, together with Node's own: Node would replace its list with the given one. */
function authorities(env: NodeJS.ProcessEnv, caBundle: string | undefined): string[] | undefined {
  const variable = CA_VARIABLES.find((name) => (env[name] ?? "") !== "");
  const file = variable === undefined ? caBundle : env[variable];
  if (file === undefined) return undefined;
  try {
    return [...rootCertificates, readFileSync(file, "utf8")];
  } catch {
    const named = variable ?? "the AWS profile's ca_bundle";
    throw wrongUse(
      `${named} names ${file}, which cannot be read`,
      "check the file's name and its rights",
    );
  }
}
