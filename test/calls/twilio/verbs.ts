import { XMLParser } from "fast-xml-parser";
import { isRecord } from "../../../offline/engine/wire";

/** A TwiML verb, as far as the rehearsal's Twilio carries it out. */
export type Verb =
  | { readonly kind: "reject" | "hangup" }
  | { readonly kind: "pause"; readonly seconds: number }
  | { readonly kind: "redirect"; readonly url: string }
  | {
      readonly kind: "stream";
      readonly url: string;
      readonly parameters: Readonly<Record<string, string>>;
    };

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  preserveOrder: true,
});

/** The verbs of a TwiML document in their order. @throws Error for a verb that the rehearsal does not know */
export function verbsOf(twiml: string): Verb[] {
  const document: unknown = parser.parse(twiml);
  const response = elements(document).find(({ name }) => name === "Response");
  return elements(response?.children).map(verbOf);
}

interface Element {
  readonly name: string;
  readonly children: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
}

function verbOf({ attributes, children, name }: Element): Verb {
  if (name === "Reject") return { kind: "reject" };
  if (name === "Hangup") return { kind: "hangup" };
  if (name === "Pause") return { kind: "pause", seconds: Number(attributes["length"] ?? 1) };
  if (name === "Redirect") return { kind: "redirect", url: textOf(children) };
  const stream = elements(children).find((child) => child.name === "Stream");
  if (name !== "Connect" || stream === undefined) {
    throw new Error(`the rehearsal does not know the verb <${name}>`);
  }
  const parameters: Record<string, string> = {};
  for (const parameter of elements(stream.children)) {
    parameters[String(parameter.attributes["name"])] = String(parameter.attributes["value"]);
  }
  return { kind: "stream", url: String(stream.attributes["url"]), parameters };
}

/** The elements of a list as fast-xml-parser keeps it with `preserveOrder`. */
function elements(list: unknown): Element[] {
  return items(list).flatMap((item) => {
    const name = Object.keys(item).find((key) => key !== ":@" && key !== "#text");
    if (name === undefined || name.startsWith("?")) return [];
    const attributes = item[":@"];
    const children: unknown = item[name];
    return [{ name, children, attributes: isRecord(attributes) ? attributes : {} }];
  });
}

function textOf(list: unknown): string {
  const text: unknown = items(list)[0]?.["#text"];
  return typeof text === "string" ? text : "";
}

function items(list: unknown): Record<string, unknown>[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
