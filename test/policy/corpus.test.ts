import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { PolicyPackClient } from "../../offline/analyzer/client";
import type { Violation } from "../../offline/analyzer/messages";
import { startPack } from "../support/policy/policyPack";
import { corpus, shownResource, type CorpusCase } from "./corpus/corpus";
import { generateValues, ownConfig } from "./corpus/values";

/** No message may hold this many characters in a row of a value. */
const PIECE = 6;

function pieces(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - PIECE + 1) }, (_, start) =>
    text.slice(start, start + PIECE),
  );
}

// Runs every case of the corpus. Proves nothing about encodings, places and names that no case has: test/policy/properties.test.ts
// tries random ones.
describe("the corpus", () => {
  const seed = process.env["CORPUS_SEED"] ?? randomBytes(8).toString("hex");
  const values = generateValues(seed);
  const cases = corpus();
  const said: string[] = [];
  let pack: PolicyPackClient;

  before(async () => {
    pack = await startPack(ownConfig(values));
    const guardedConfigKeys = ["dailyApiKey"];
    await pack.configure({
      "own-credential-in-plain": {
        enforcementLevel: "mandatory",
        properties: { guardedConfigKeys },
      },
    });
  });

  after(() => {
    pack.stop();
  });

  async function violations(each: CorpusCase): Promise<Violation[]> {
    const shown = shownResource(each, values);
    const found = await (each.asOutputs ? pack.analyzeStack([shown]) : pack.analyze(shown));
    for (const { message } of found) said.push(message);
    return found.filter(({ level }) => level === "mandatory");
  }

  it("has at least 150 leaks and 100 harmless cases, each with a unique name", () => {
    assert.ok(cases.filter(({ leaks }) => leaks).length >= 150);
    assert.ok(cases.filter(({ leaks }) => !leaks).length >= 100);
    assert.equal(new Set(cases.map(({ topic, name }) => `${topic} ${name}`)).size, cases.length);
  });

  for (const topic of new Set(cases.map((each) => each.topic))) {
    it(`${topic} (seed ${seed})`, async () => {
      const wrong: string[] = [];
      for (const each of cases.filter((one) => one.topic === topic)) {
        const found = await violations(each);
        if (found.length > 0 !== each.leaks)
          wrong.push([each.name, ...found.map((v) => v.policy + ": " + v.message)].join("\n    "));
      }
      assert.deepEqual(wrong, []);
    });
  }

  // This case is last, because it checks the messages of all topics above.
  it(`holds no ${PIECE} characters of a value in any message (seed ${seed})`, () => {
    const shown = new Set(said.flatMap(pieces));
    const shorter = new Set(["HEX7", "ALNUM6", "TIMESTAMP", "UUID", "ACCOUNT_ID"]);
    const held = Object.entries(values)
      .filter(
        ([name, value]) => !shorter.has(name) && pieces(value).some((piece) => shown.has(piece)),
      )
      .map(([name]) => name);
    assert.ok(said.length > 500, "the corpus said less than expected");
    assert.deepEqual(held, []);
  });
});
