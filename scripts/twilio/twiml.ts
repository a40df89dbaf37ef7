import { XMLParser, XMLValidator } from "fast-xml-parser";

/** What a TwiML document does with a call, as far as streams go. */
export interface Twiml {
  /** URL of `<Response><Connect><Stream url>`. */
  readonly streamUrl?: string;
  /** What is wrong, in words. */
  readonly fault?: string;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseAttributeValue: false,
});

/** Reads the stream's URL out of TwiML and says what Twilio would not take. */
export function parseTwiml(text: string): Twiml {
  if (XMLValidator.validate(text) !== true) return { fault: "is not XML" };
  const response = child(parser.parse(text), "Response");
  if (response === undefined) return { fault: "has no <Response>" };
  const stream = child(child(response, "Connect"), "Stream");
  const streamUrl = stream?.["@url"];
  if (typeof streamUrl !== "string") return { fault: "has no <Connect><Stream url=…>" };
  const fault = streamFault(streamUrl);
  return fault === undefined ? { streamUrl } : { streamUrl, fault };
}

function streamFault(url: string): string | undefined {
  if (!URL.canParse(url)) return "names a stream whose url is not a URL";
  const { protocol, search, port } = new URL(url);
  if (protocol !== "wss:") return `names a ${protocol}// stream: Twilio opens wss:// only`;
  if (search !== "") return "names a stream with a query string, which Twilio drops";
  return port === "" ? undefined : `names a stream on port ${port}: Twilio opens port 443 only`;
}

/** An element's attributes and children, empty for one that has neither. */
function child(parent: unknown, name: string): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(parent) || !Object.hasOwn(parent, name)) return undefined;
  const found = parent[name];
  const first: unknown = Array.isArray(found) ? found[0] : found;
  return isObject(first) ? first : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
