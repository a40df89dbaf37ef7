/** The proxy for a URL, and the variable that names it. */
export interface ProxySetting {
  readonly variable: string;
  readonly url: string;
}

/**
 * The proxy that the environment names for a URL, read as the AWS CLI reads it: `HTTPS_PROXY` or `HTTP_PROXY` by the URL's
 * scheme, in lower case first, and not for the hosts of `NO_PROXY`. A WebSocket takes the proxy of HTTP's schemes.
 *
 * @returns undefined where the connection is direct
 */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): ProxySetting | undefined {
  const scheme = /^(https|wss):$/.test(url.protocol) ? "https" : "http";
  const name = `${scheme}_proxy`;
  const variable = [name, name.toUpperCase()].find((each) => (env[each] ?? "") !== "");
  if (variable === undefined || isExcepted(url, env["no_proxy"] ?? env["NO_PROXY"] ?? "")) {
    return undefined;
  }
  const given = env[variable] ?? "";
  // Without a scheme the proxy itself is spoken to in plain HTTP; TLS then runs through it.
  return { variable, url: given.includes("://") ? given : `http://${given}` };
}

/** `*` stands for every host, a name for itself and all names below it, with a port or without. */
function isExcepted({ hostname, host }: URL, list: string): boolean {
  return list
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((entry) => entry !== "")
    .map((entry) => entry.replace(/^\*?\./, ""))
    .some(
      (entry) =>
        [hostname, host].some((own) => own === entry || own.endsWith(`.${entry}`)) || entry === "*",
    );
}
