import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import type { CorpusValues } from "./values";

/** A step that changes a text. `argument` is the part after the colon in the template. */
type Filter = (text: string, argument: string) => string;

const bytes = (text: string): number[] => [...Buffer.from(text)];
const hex = (code: number, length: number): string => code.toString(16).padStart(length, "0");
const eachByte = (spell: (code: number) => string): Filter => {
  return (text) => bytes(text).map(spell).join("");
};
const parts = (text: string): [string, string, string, string] => {
  const digits = text.replace(/\D/g, "");
  return [digits.slice(0, 1), digits.slice(1, 4), digits.slice(4, 7), digits.slice(7)];
};

/** The filters of templates, by name. */
export const FILTERS: Readonly<Record<string, Filter>> = {
  base64: (text) => Buffer.from(text).toString("base64"),
  base64url: (text) => Buffer.from(text).toString("base64url"),
  unpadded: (text) => text.replace(/=+$/, ""),
  hex: (text) => Buffer.from(text).toString("hex"),
  gzip: (text) => gzipSync(text).toString("base64"),
  gzipTwice: (text) => gzipSync(gzipSync(text)).toString("base64"),
  gzipBytes: (text) => JSON.stringify([...gzipSync(text)]),
  zlib: (text) => deflateSync(text).toString("base64"),
  zippedGzip: (text) => zip(gzipSync(text)).toString("base64"),
  deflate: (text) => deflateRawSync(text).toString("base64"),
  brotli: (text) => brotliCompressSync(text).toString("base64"),
  zip: (text) => zip(text).toString("base64"),
  utf16: (text) => Buffer.from(text, "utf16le").toString("base64"),
  percent: eachByte((code) => `%${hex(code, 2)}`),
  html: eachByte((code) => `&#${code};`),
  htmlHex: eachByte((code) => `&#x${hex(code, 2)};`),
  unicode: eachByte((code) => `\\u${hex(code, 4)}`),
  hexEscape: eachByte((code) => `\\x${hex(code, 2)}`),
  octal: eachByte((code) => `\\${code.toString(8).padStart(3, "0")}`),
  echo: eachByte((code) => `\\0${code.toString(8)}`),
  byteLines: (text) => bytes(text).join(",\n        "),
  hexByteLines: (text) =>
    bytes(text)
      .map((code) => `0x${hex(code, 2)}`)
      .join(",\n        "),
  bytes: (text) => JSON.stringify(bytes(text)),
  hexBytes: (text) =>
    bytes(text)
      .map((code) => `0x${hex(code, 2)}`)
      .join(", "),
  base32: (text) => base32(text),
  url: (text) => encodeURIComponent(text),
  json: (text) => JSON.stringify(text),
  jsonIn: (text, key) => JSON.stringify({ [key]: text }),
  characters: (text) => JSON.stringify(Array.from(text)),
  upper: (text) => text.toUpperCase(),
  lower: (text) => text.toLowerCase(),
  reverse: (text) => Array.from(text).reverse().join(""),
  fullWidth: (text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  prefix: (text, before) => `${before}${text}`,
  suffix: (text, after) => `${text}${after}`,
  first: (text, length) => text.slice(0, Number(length)),
  from: (text, start) => text.slice(Number(start)),
  every: (text, width) => (text.match(new RegExp(`.{1,${width}}`, "g")) ?? []).join(" "),
  dashed: (text, width) => (text.match(new RegExp(`.{1,${width}}`, "g")) ?? []).join("-"),
  lines: (text, width) => (text.match(new RegExp(`.{1,${width}}`, "g")) ?? []).join("\n"),
  added: (text, width) => (text.match(new RegExp(`.{1,${width}}`, "g")) ?? []).join('" + "'),
  repeat: (text, times) => text.repeat(Number(times)),
  shellQuotes: (text) =>
    Array.from(text)
      .map((character) => `'${character}'`)
      .join(""),
  digits: (text) => text.replace(/\D/g, ""),
  national: (text) => `(${parts(text)[1]}) ${parts(text)[2]}-${parts(text)[3]}`,
  spaced: (text) => `+${parts(text).join(" ")}`,
  dots: (text) => parts(text).join("."),
  dashes: (text) => `+${parts(text).join("-")}`,
};

const PLACEHOLDER = /\{\{(.+?)\}\}/gs;

/**
 * Fills in a template. `{{AUTH_TOKEN|base64|prefix:x=}}` inserts a value after it has passed through the filters.
 * `{{A+':'+B|base64}}` first joins several values and quoted texts.
 * @throws when a template names a value or a filter that does not exist
 */
export function fill(template: string, values: CorpusValues): string {
  return template.replace(PLACEHOLDER, (_, expression: string) => {
    const [source = "", ...steps] = expression.split("|");
    return steps.reduce(
      applyFilter,
      source
        .split("+")
        .map((term) => valueOf(term, values))
        .join(""),
    );
  });
}

function valueOf(term: string, values: CorpusValues): string {
  const quoted = /^'(.*)'$/s.exec(term);
  const value = quoted?.[1] ?? values[term];
  if (value === undefined) throw new Error(`The corpus has no value called ${term}.`);
  return value;
}

function applyFilter(text: string, step: string): string {
  const colon = step.indexOf(":");
  const name = colon < 0 ? step : step.slice(0, colon);
  const filter = FILTERS[name];
  if (filter === undefined) throw new Error(`The corpus has no filter called ${name}.`);
  return filter(text, colon < 0 ? "" : step.slice(colon + 1));
}

function base32(text: string): string {
  const bits = bytes(text)
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("");
  const groups = bits.match(/.{1,5}/g) ?? [];
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return groups.map((group) => alphabet.charAt(Number.parseInt(group.padEnd(5, "0"), 2))).join("");
}

/** The beginning of a zip archive with a file called `a`. The central directory at the end is left out. */
function zip(text: string | Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.write("PK\u0003\u0004");
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(1, 26);
  return Buffer.concat([header, Buffer.from("a"), deflateRawSync(text)]);
}
