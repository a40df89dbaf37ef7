import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { ownTwilioValues } from "../../policy/credentials/ownValues";
import { Inspector } from "../../policy/search/inspector";
import { PhoneNumber } from "../../policy/search/phone/phoneNumber";
import type { PolicyPackClient } from "../../offline/analyzer/client";
import type { WireObject, WireValue } from "../../offline/engine/wire";
import { resource, startPack } from "../support/policy/policyPack";
import { FILTERS } from "./corpus/template";
import { generateValues, ownConfig } from "./corpus/values";

/** Encodings without loss, which can be combined in any order and depth. */
const ENCODINGS = [
  "base64",
  "base64url",
  "hex",
  "percent",
  "url",
  "html",
  "htmlHex",
  "json",
  "unicode",
  "hexEscape",
  "gzip",
  "gzipTwice",
  "zlib",
  "utf16",
  "base32",
  "bytes",
  "echo",
];

/** Countries whose national numbers have eight digits: Norway, Denmark, Singapore and Hong Kong. */
const EIGHT_DIGITS = ["47", "45", "65", "852"];

const OWN = ["ACCOUNT_SID", "AUTH_TOKEN", "PHONE_NUMBER", "API_SID", "API_SECRET"];

/** Text around a value. It has no digit, because a digit would change a phone number. */
const word = fc.stringMatching(/^[a-z]{0,8}$/);

// Checks random values, places and encodings. Proves nothing about encodings that are not listed, nor about values of another format.
describe("properties of the search", () => {
  const seed = process.env["CORPUS_SEED"] ?? randomBytes(8).toString("hex");
  const values = generateValues(seed);
  const numericSeed = Number.parseInt(seed.slice(0, 7), 16);
  const config = Object.fromEntries(
    Object.entries(ownConfig(values)).map(([key, value]) => [`some-program:${key}`, value]),
  );
  const inspector = new Inspector(ownTwilioValues({ present: true, values: config }));
  const own = fc.constantFrom(
    ...OWN.map((name) => ({ name: `TWILIO_${name}`, value: values[name] ?? "" })),
  );
  let pack: PolicyPackClient;

  before(async () => {
    pack = await startPack(ownConfig(values));
  });

  after(() => {
    pack.stop();
  });

  it(`finds any own value in any composition of encodings (seed ${seed})`, () => {
    const steps = fc.array(fc.constantFrom(...ENCODINGS), { maxLength: 4 });
    fc.assert(
      fc.property(own, steps, word, word, ({ name, value }, encodings, before, after) => {
        const text = encodings.reduce(
          (inner, encoding) => FILTERS[encoding]?.(inner, "") ?? inner,
          `${before} ${value} ${after}`,
        );
        const titles = inspector.inspect(text).findings.map(({ title }) => title);
        assert.ok(titles.includes(name), `${name} inside ${encodings.join(", ")}`);
      }),
      { numRuns: 600, seed: numericSeed },
    );
  });

  it(`finds any own value at any path, over the wire (seed ${seed})`, async () => {
    const path = fc.array(fc.oneof(word, fc.constant(0)), { minLength: 1, maxLength: 6 });
    const sibling = fc.jsonValue({ maxDepth: 2 });
    await fc.assert(
      fc.asyncProperty(
        own,
        path,
        sibling,
        fc.boolean(),
        async ({ value }, keys, beside, asJson) => {
          const inputs = { beside: toWire(beside), at: nested(keys, value, asJson) };
          const found = await pack.analyze(resource("acme:index:Thing", inputs));
          assert.ok(found.some(({ policy }) => policy === "own-credential-in-plain"));
        },
      ),
      { numRuns: 60, seed: numericSeed },
    );
  });

  it(`finds a national number of eight digits if it is grouped or named like a phone number (seed ${seed})`, () => {
    const national = fc.stringMatching(/^[2-9][0-9]{7}$/);
    fc.assert(
      fc.property(fc.constantFrom(...EIGHT_DIGITS), national, word, (country, digits, beside) => {
        const number = new PhoneNumber(`+${country}${digits}`);
        const pairs = digits.replace(/(..)(?=.)/g, "$1 ");
        const halves = digits.replace(/(....)(?=.)/g, "$1 ");
        for (const text of [pairs, halves, `tel:${digits}`, `"phone": "${digits}"`]) {
          assert.ok(number.isIn(`${beside} ${text} ${beside}`), text);
        }
        const date = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
        for (const text of [digits, `id=${digits}`, `${digits}0000`, date, `12 ${pairs}`]) {
          assert.ok(!number.isIn(`${beside} ${text} ${beside}`), text);
        }
      }),
      { numRuns: 300, seed: numericSeed },
    );
  });

  it(`finds no credential in random harmless text (seed ${seed})`, () => {
    const text = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.base64String({ maxLength: 400 }),
      fc.uuid(),
      fc.json(),
      fc.webUrl(),
      fc.emailAddress(),
      fc.ipV6(),
      fc.stringMatching(/^[0-9a-f]{64}$/),
      fc.stringMatching(/^\+?[0-9 ()-]{7,20}$/),
    );
    fc.assert(
      fc.property(text, (harmless) => {
        assert.deepEqual(inspector.inspect(harmless), { findings: [], complete: true });
      }),
      { numRuns: 3000, seed: numericSeed },
    );
  });
});

function nested(keys: readonly (string | number)[], value: string, asJson: boolean): WireValue {
  const [key, ...rest] = keys;
  if (key === undefined) return value;
  const inner = nested(rest, value, false);
  const outer: WireValue = typeof key === "number" ? ["first", inner] : { [key]: inner };
  return asJson ? JSON.stringify(outer) : outer;
}

function toWire(value: unknown): WireValue {
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value === "object" && value !== null) {
    const object: Record<string, WireValue> = {};
    for (const [key, item] of Object.entries(value)) object[key] = toWire(item);
    return object satisfies WireObject;
  }
  const plain =
    typeof value === "string" || typeof value === "boolean" || typeof value === "number";
  return plain ? value : null;
}
