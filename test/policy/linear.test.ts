import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { ownTwilioValues } from "../../policy/credentials/ownValues";
import { Inspector } from "../../policy/search/inspector";
import { leaves } from "../../policy/tree/leaves";
import { minifiedBundle } from "../support/policy/minifiedBundle";
import { parseJson, readTree } from "../../policy/tree/readTree";
import { UNKNOWN, type Tree, type TreeObject } from "../../policy/tree/tree";

const LARGE = 64 * 1024;

/** Texts for which an inefficient search takes quadratic time or worse. */
const TEXTS: Readonly<Record<string, string>> = {
  backslashes: "\\",
  "percent signs that are escaped again": "%25",
  "ampersands that are escaped again": "&amp;",
  "single digits": "1 ",
  "digits of one number after another": "+1 (555) ",
  "Twilio names": "twilio_",
  "Twilio assignments": "twilio=",
  "beginnings of SIDs": "AC",
  "brackets of JSON": '[{"',
  "one letter": "A",
  "list of bytes": "65,",
  "hexadecimal with colons": "4a:",
  "lines of an environment file": "A=b\n",
  "dots and dashes": ".-_",
  "opening brackets under a Twilio name": "twilio = { [ (",
  "names of YAML under a Twilio name": "twilio:\n  token: x\n",
  "dashes of a list": "twilio\n- - - ",
  "tags of XML": "<twilio><token>",
  "attributes of XML": '<twilio name="a" ',
  "quotes that nothing closes": 'twilio = "a',
  "arguments of JSON": `twilio '{"a":1}' `,
  "settings in one line": "twilio=a;b=c&",
  "digits in spoken groups": "415, 555, ",
  "tags of SSML": '<break time="1s"/>1',
  "digests next to Twilio's name": " value f0e1d2c3b4a5968778695a4b3c2d1e0f twilio",
  "unfinished escapes": "\\u",
  "escapes that were escaped": "\\\\u0041",
  "a repeated word in code": "const client = twilio(id, key);\n",
  "keywords of EDN": "{:twilio :token #env A ",
  "titles above lines of another service":
    "Twilio\n  grafana\n  token: f0e1d2c3b4a5968778695a4b3c2d1e0f\n",
  "updates of SQL": "update twilio as t set a = 'b' where c = 'd' ",
  "headings above digests": "## Twilio\n\n- sum: f0e1d2c3b4a5968778695a4b3c2d1e0f\n",
  "aliases of YAML": `twilio:\n  a: &a\n${"    b: c\n".repeat(50)}${"  d: *a\n  <<: *a\n".repeat(50)}`,
};

/** Random digests of 32 hexadecimal digits, with the given total length. */
function digests(length: number): string[] {
  return Array.from({ length: length / 35 }, () => randomBytes(16).toString("hex"));
}

/** Processor time of a search in milliseconds. */
function processorTime(inspector: Inspector, text: string): number {
  const start = process.cpuUsage();
  inspector.inspect(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

// Proves the growth in time for these texts only. Does not prove a speed: `npm run bench:policy` measures it.
describe("the search takes time in proportion to the text", () => {
  const token = randomBytes(16).toString("hex");
  const config = { "x:twilioAuthToken": token, "x:twilioPhoneNumber": "+15417543010" };
  const values = ownTwilioValues({ present: true, values: config });
  const texts: Record<string, (length: number) => string> = {
    "random base64": (length) => randomBytes(length).toString("base64").slice(0, length),
    "random hexadecimal": (length) => randomBytes(length).toString("hex").slice(0, length),
    "digests on lines, below Twilio's name": (length) => `twilio\n${digests(length).join("\n")}`,
    "texts of a shell that nothing ends": (length) => `twilio=\n${"<<A\n".repeat(length / 4)}`,
    "a list of digests": (length) => JSON.stringify(digests(length)),
    // This case checks the total time for reading blocks in a long line. It does not need the cache of owners in `ownership.ts`: the
    // search follows at most 24 nested blocks.
    "a minified bundle": minifiedBundle,
    "aliases of YAML for a large block": (length) =>
      `twilio: &a\n${"  b: c\n".repeat(length / 14)}${"d: *a\n".repeat(length / 28)}${"<<: *a\n".repeat(length / 28)}`,
    "names of CUE in one line": (length) => `{\n${"twilio: token: ".repeat(length / 15)}`,
    "all but the end of the value": (length) => token.slice(0, 31).repeat(length).slice(0, length),
  };
  for (const [name, part] of Object.entries(TEXTS)) {
    texts[name] = (length) => part.repeat(length).slice(0, length);
  }

  for (const [name, text] of Object.entries(texts)) {
    it(`for ${name}`, () => {
      const fastest = (length: number): number =>
        Math.min(...[1, 2, 3].map(() => processorTime(new Inspector(values), text(length))));
      processorTime(new Inspector(values), text(LARGE / 4));
      const small = fastest(LARGE / 4);
      const large = fastest(LARGE);
      // A text of four times the length may take four times as long. The limit is twice that, because the machine may be busy.
      assert.ok(large < small * 8 + 20, `${small.toFixed(1)} ms grew to ${large.toFixed(1)} ms`);
      assert.ok(large < 1000, `${large.toFixed(1)} ms`);
    });
  }
});

// Counts the texts that the search derives, because counts are the same on every machine and times are not.
describe("the texts of a resource grow in proportion to it", () => {
  const characters = (value: Tree): number =>
    leaves(value).reduce((sum, { text }) => sum + (text === UNKNOWN ? 0 : text.length), 0);

  it("for a list of objects that have one key each", () => {
    const list = (count: number): TreeObject[] =>
      Array.from({ length: count }, (_, at) => ({ [`key${at + 10_000}`]: `value${at + 10_000}` }));
    for (const wrap of [
      (value: Tree): Tree => value,
      (value: Tree): Tree => JSON.stringify(value),
    ]) {
      const [small, large] = [characters(wrap(list(1000))), characters(wrap(list(4000)))];
      assert.ok(large <= small * 4.01, `${small} characters grew to ${large}`);
    }
  });

  it("for a list of objects that have one key each, within the time limit", () => {
    const list = Array.from({ length: 40_000 }, (_, at) => ({ [`k${at}`]: `v${at}` }));
    const begun = process.cpuUsage();
    leaves(list);
    // A search for each key in each object took 45 seconds for a tenth of this list.
    assert.ok(process.cpuUsage(begun).user < 5_000_000);
  });
});

// Each text has the whole chain, so a chain that grows with the number of texts takes quadratic time.
describe("the names around a text stay few", () => {
  const many = Array.from({ length: 1000 }, (_, at) => `x${at}`);
  const host = (at: string): string => `https://api.twilio.com/${at}`;
  const shapes: Record<string, Tree> = {
    "addresses of Twilio": Object.fromEntries(many.map((at) => [at, host(at)])),
    "variables with addresses of Twilio": many.map((at) => ({ name: at, value: host(at) })),
    "words of a command": many.map((at) => `twilio/token/${at}`),
    "modules for Twilio": Object.fromEntries(many.map((at) => [`${at}driver`, `sms.twilio.${at}`])),
    "labels of an object in Kubernetes": {
      metadata: { labels: Object.fromEntries(many.map((at) => [at, `twilio-${at}`])) },
    },
  };
  for (const [name, value] of Object.entries(shapes)) {
    it(`for ${name}`, () => {
      const chains = leaves({ value }).map(({ owners }) => {
        let length = 0;
        for (let owner = owners; owner !== undefined; owner = owner.outer) {
          length += 1 + (owner.titleOf?.length ?? 0);
        }
        return length;
      });
      assert.ok(Math.max(...chains) < 100, `${Math.max(...chains)} names`);
    });
  }
});

// A function that gets so many values as arguments overflows the stack.
describe("texts with very many parts are read to the end", () => {
  const token = randomBytes(16).toString("hex");
  const parts: Record<string, string> = {
    "arguments of a call": `twilio foo(\n"token",${"a,\n".repeat(200_000)})`,
    "secrets on a line of a test": `assert twilio ${"0f1e2d3c4b5a69788796a5b4c3d2e1f0 ".repeat(200_000)}`,
  };
  for (const [name, text] of Object.entries(parts)) {
    it(`for ${name}`, () => {
      const { findings } = new Inspector([]).inspect(`${text}\ntwilio_auth_token = "${token}"\n`);
      assert.ok(findings.some(({ evidence }) => evidence === "context"));
    });
  }
});

describe("values that are nested deeply", () => {
  const nested = (levels: number): unknown =>
    Array.from({ length: levels }).reduce<unknown>((inner) => [inner], "text");

  it("are read to 500 levels", async () => {
    const tree = await readTree({ value: nested(490) });
    assert.equal(leaves(tree).filter(({ text }) => text === "text").length, 1);
  });

  it("stop the run beyond this depth, with a message that says what to do", async () => {
    await assert.rejects(readTree({ value: nested(2000) }), /more than 500 levels.*Flatten it/);
  });

  it("do not count as nested if they are inside a text", async () => {
    const tree = await readTree({ value: JSON.stringify(nested(2000)) });
    assert.equal(leaves(tree).filter(({ kind }) => kind === "setting").length, 1);
    for (const levels of [1_000, 5_000, 100_000]) {
      const text = `${"[".repeat(levels)}"x"${"]".repeat(levels)}`;
      assert.equal(parseJson(text), undefined);
    }
  });
});
