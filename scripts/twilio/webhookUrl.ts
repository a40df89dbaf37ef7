import { BlockList, isIP } from "node:net";
import { wrongUse } from "../terminal/scriptError";

/**
 * Checks a URL that Twilio will call.
 *
 * @param what - the name of the URL in messages
 * @throws ScriptError with exit code 2 for anything but an absolute HTTPS URL without user and password
 */
export function requireHttps(url: string, what: string): URL {
  if (!URL.canParse(url)) {
    throw wrongUse(`${what} is not a URL`, `give it as https://HOST/PATH`);
  }
  const parsed = new URL(url);
  if (parsed.protocol !== "https:") {
    throw wrongUse(
      `${what} is ${parsed.protocol}//…: Twilio would send the calls' data unencrypted, and opens streams only over TLS`,
      "give an https:// URL; the stack's output webhookUrl is one",
    );
  }
  if (parsed.username !== "" || parsed.password !== "") {
    throw wrongUse(
      `${what} holds a user or a password`,
      "leave them out: the service checks Twilio's signature",
    );
  }
  return parsed;
}

/** Addresses that Twilio cannot reach. Source: the IANA's registries of special-purpose addresses. */
const UNREACHABLE = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const) {
  UNREACHABLE.addSubnet(network, bits, "ipv4");
}
for (const [network, bits] of [
  ["::", 127],
  ["2001:db8::", 32],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  UNREACHABLE.addSubnet(network, bits, "ipv6");
}

/** Names that no public DNS server answers for. Source: RFC 6761, RFC 6762, RFC 7686, RFC 8375. */
const LOCAL_NAME =
  /(?:^|\.)(?:example|home\.arpa|internal|invalid|lan|local|localhost|onion|test)$/;

/** Placeholders for a host name. */
const PLACEHOLDER = /your-?(?:domain|host|url|app|server)|change-?me|placeholder|<|>/i;

/**
 * Checks a URL that a number will call, like {@link requireHttps}, and also that Twilio can reach its host.
 *
 * @throws ScriptError with exit code 2 for a host that is local, private or a placeholder
 */
export function requirePublic(url: string, what: string): URL {
  const parsed = requireHttps(url, what);
  const host = parsed.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  const family = { 4: "ipv4", 6: "ipv6" } as const;
  const kind = isIP(host);
  const local = LOCAL_NAME.test(host) || !/[.:]/.test(host);
  if (local || ((kind === 4 || kind === 6) && UNREACHABLE.check(host, family[kind]))) {
    throw wrongUse(
      `${what} names ${host}, which Twilio cannot reach`,
      "give a public host name; the stack's output webhookUrl has one",
    );
  }
  if (PLACEHOLDER.test(host)) {
    throw wrongUse(
      `${what} names ${host}, which is a placeholder`,
      "give the service's own host name",
    );
  }
  return parsed;
}
