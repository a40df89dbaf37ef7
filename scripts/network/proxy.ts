/** The proxy for a URL, and the variable that names it. */
export interface ProxySetting {
  readonly variable: string;
  readonly url: string;
}

/**
 * Finds the proxy for a URL in the environment, by the AWS CLI's rules. The variable is `HTTPS_PROXY` or `HTTP_PROXY`, depending
 * on the URL's scheme; its lower-case form comes first. Hosts in `NO_PROXY` get no proxy. wss: counts as https:, and ws: as
 * http:.
 *
 * @returns undefined if the connection is direct
 */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): ProxySetting | undefined {
  const scheme = /^(https|wss):$/.test(url.protocol) ? "https" : "http";
  const name = `${scheme}_proxy`;
  const variable = [name, name.toUpperCase()].find((each) => (env[each] ?? "") !== "");
  if (variable === undefined || isExcepted(url, env["no_proxy"] ?? env["NO_PROXY"] ?? "")) {
    return undefined;
  }
  const given = env[variable] ?? "";
  // Without a scheme, the connection to the proxy itself is plain HTTP. TLS then runs through it.
  return { variable, url: given.includes("://") ? given : `http://${given}` };
}

/** Whether NO_PROXY lists the host. `*` means every host. A name means itself and its subdomains, with or without a port. */
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
