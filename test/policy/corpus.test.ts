import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { PolicyPackClient } from "../../offline/analyzer/client";
import type { Violation } from "../../offline/analyzer/messages";
import { startPack } from "../support/policy/policyPack";
import { corpus, shownResource, type CorpusCase } from "./corpus/corpus";
import { generateValues, ownConfig } from "./corpus/values";

// It proves nothing about encodings, places and names that no case describes; the property tests go further there.
describe("the corpus", () => {
  const seed = process.env["CORPUS_SEED"] ?? randomBytes(8).toString("hex");
  const values = generateValues(seed);
  const cases = corpus();
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
    return found.filter(({ level }) => level === "mandatory");
  }

  it("has at least 150 leaks and 100 harmless cases, each with a name of its own", () => {
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
});
