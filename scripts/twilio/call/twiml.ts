import { XMLParser, XMLValidator } from "fast-xml-parser";

/** The parts of a TwiML document that concern streams. */
export interface Twiml {
  /** URL of `<Response><Connect><Stream url>`. A relative URL is resolved. */
  readonly streamUrl?: string;
  /** The stream's `<Parameter>` elements, which arrive in `start.customParameters`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What is wrong, in words. */
  readonly fault?: string;
}

/** An element as the parser returns it: its children in the document's order, and its attributes, by name. */
type Element = Readonly<Record<string, unknown>>;

/** Twilio reads no further verbs of the document after one of these. Source: Twilio's pages of the three verbs. */
const ENDING = ["Hangup", "Reject", "Redirect"];

/** Most characters of a parameter's name and value together. Source: Twilio's page of `<Stream>`. */
const LONGEST_PARAMETER = 500;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseAttributeValue: false,
  parseTagValue: false,
  // Without this option, a numeric character reference such as &#47; is not decoded.
  htmlEntities: true,
});

/**
 * Reads the stream in a TwiML document, and reports what Twilio would refuse.
 *
 * @param base - the URL of the document, to resolve a relative stream URL
 */
export function parseTwiml(text: string, base: URL): Twiml {
  if (/<!DOCTYPE/i.test(text))
    return { fault: "has a DOCTYPE, which Twilio refuses (error 12100)" };
  if (XMLValidator.validate(text) !== true) return { fault: "is not XML (Twilio's error 12100)" };
  const response = named(elements(parser.parse(text)), "Response")[0];
  if (response === undefined) return { fault: "has no <Response>" };
  const verbs = children(response, "Response");
  const connect = verbs.findIndex((verb) => streamOf(verb) !== undefined);
  const stream = streamOf(verbs[connect] ?? {});
  const url = attributes(stream ?? {})["url"];
  if (stream === undefined || url === undefined) return { fault: "has no <Connect><Stream url=…>" };
  const ending = verbs
    .slice(0, connect)
    .map(nameOf)
    .find((name) => ENDING.includes(name));
  if (ending !== undefined) {
    return { fault: `has <${ending}> before <Connect>: Twilio never reaches the stream` };
  }
  return { ...streamTo(url, base), ...parametersOf(stream) };
}

function streamOf(verb: Element): Element | undefined {
  return named(children(verb, "Connect"), "Stream")[0];
}

function streamTo(url: string, base: URL): Twiml {
  const absolute = URL.canParse(url);
  if (!absolute && !URL.canParse(url, base.href)) {
    return { fault: "names a stream whose url is not a URL" };
  }
  const parsed = new URL(url, base);
  if (!absolute) parsed.protocol = "wss:";
  const { protocol, search, hash, port, href } = parsed;
  const streamUrl = absolute ? url : href;
  if (protocol !== "wss:") {
    return { streamUrl, fault: `names a ${protocol}// stream: Twilio opens wss:// only` };
  }
  if (search !== "") {
    const fault = "names a stream with a query string, which Twilio drops (error 31920)";
    return { streamUrl, fault };
  }
  if (hash !== "") {
    return { streamUrl, fault: "names a stream with a #, which no wss:// URL may have" };
  }
  return port === ""
    ? { streamUrl }
    : { streamUrl, fault: `names a stream on port ${port}: Twilio opens port 443 only` };
}

function parametersOf(stream: Element): Pick<Twiml, "parameters" | "fault"> {
  const parameters: Record<string, string> = {};
  for (const parameter of named(children(stream, "Stream"), "Parameter")) {
    const { name = "", value = "" } = attributes(parameter);
    if (name.length + value.length > LONGEST_PARAMETER) {
      return { fault: `has a <Parameter> of more than ${LONGEST_PARAMETER} characters` };
    }
    parameters[name] = value;
  }
  return Object.keys(parameters).length === 0 ? {} : { parameters };
}

function named(all: readonly Element[], name: string): Element[] {
  return all.filter((element) => Object.hasOwn(element, name));
}

function nameOf(element: Element): string {
  return Object.keys(element).find((key) => key !== ATTRIBUTES) ?? "";
}

function children(element: Element, name: string): Element[] {
  return Object.hasOwn(element, name) ? elements(element[name]) : [];
}

/** The parser's key for an element's attributes. */
const ATTRIBUTES = ":@";

function attributes(element: Element): Readonly<Record<string, string>> {
  const found = element[ATTRIBUTES];
  if (!isElement(found)) return {};
  return Object.fromEntries(
    Object.entries(found).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}

function elements(value: unknown): Element[] {
  return Array.isArray(value) ? value.filter(isElement) : [];
}

function isElement(value: unknown): value is Element {
  return typeof value === "object" && value !== null;
}
