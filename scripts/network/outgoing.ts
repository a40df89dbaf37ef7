import { readFileSync } from "node:fs";
import type { Agent } from "node:http";
import { rootCertificates } from "node:tls";
import { wrongUse } from "../terminal/scriptError";
import { shownUrl } from "../secret/masking/mask";
import { proxyFor, type ProxySetting } from "./proxy";

/** Variables that name a file of certificate authorities, as the AWS CLI reads them. */
const CA_VARIABLES = ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"] as const;

/** The schemes of the proxies that requests can go through. */
const PROXY_SCHEME = /^(?:https?|socks(?:4a?|5h?)?):/i;

/** What the AWS profile says of the way out. */
interface ProfileOptions {
  /** A file of certificate authorities, where no variable names one. */
  readonly caBundle?: string | undefined;
}

/** The proxies that the environment names, for people: the variable and the URL without a password. */
export function shownProxies(env: NodeJS.ProcessEnv): string | undefined {
  const shown = namedProxies(env).map(({ variable, url }) => `${shownUrl(url)} (${variable})`);
  return shown.length === 0 ? undefined : shown.join(", ");
}

/**
 * How requests leave this machine: through the proxies that the environment names, and trusting the certificate authorities
 * of `AWS_CA_BUNDLE` besides Node's own.
 *
 * @returns undefined where nothing asks for it, so that Node's own agents do
 * @throws ScriptError with exit code 2 for a proxy that is no URL, or a file that cannot be read
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
    // A kept connection would keep the process from its end.
    keepAlive: false,
    getProxyForUrl: (url) => proxyFor(new URL(url), env)?.url ?? "",
    ...(ca === undefined ? {} : { ca }),
  });
}

function namedProxies(env: NodeJS.ProcessEnv): ProxySetting[] {
  const everywhere = { ...env, NO_PROXY: "", no_proxy: "" };
  return ["https://host", "http://host"].flatMap((url) => proxyFor(new URL(url), everywhere) ?? []);
}

/** Node replaces its own list by the one that it is given. */
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
