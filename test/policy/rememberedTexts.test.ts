import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { ownTwilioValues } from "../../policy/credentials/ownValues";
import { Inspector, type Inspection } from "../../policy/search/inspector";
import { leaves, type Leaf } from "../../policy/tree/leaves";
import { readTree } from "../../policy/tree/readTree";
import { corpus, shownResource } from "./corpus/corpus";
import { generateValues, ownConfig } from "./corpus/values";

// Shows that a remembered result never changes a finding. Does not show how much time it saves: `npm run bench:policy` does.
describe("the result that the search remembers for a text", () => {
  it("is not used for the same text under other names", async () => {
    const token = randomBytes(16).toString("hex");
    const twilios = leaves(await readTree({ twilio: { token } }));
    const others = leaves(await readTree({ twilio: { requestId: token } }));
    for (const order of [
      [twilios, others],
      [others, twilios],
    ]) {
      const inspector = new Inspector([]);
      for (const each of order) inspectAll(inspector, each);
      assert.ok(found(inspectAll(inspector, twilios)), "Twilio's token is found");
      assert.ok(!found(inspectAll(inspector, others)), "the id of a request is left alone");
    }
  });

  it("does not change the findings in any text of the corpus", async () => {
    const values = generateValues(randomBytes(8).toString("hex"));
    const own = ownTwilioValues({ present: true, values: ownConfig(values) });
    const shown = await Promise.all(
      corpus().map((each) => readTree({ ...shownResource(each, values).properties })),
    );
    const all = shown.flatMap((properties) => leaves(properties));
    const inOrder = inspectAll(new Inspector(own), all);
    const backwards = inspectAll(new Inspector(own), all.toReversed()).toReversed();
    assert.ok(found(inOrder));
    for (const [index, inspection] of inOrder.entries()) {
      assert.deepEqual(inspection, backwards[index], JSON.stringify(all[index]?.path));
    }
  });
});

function inspectAll(inspector: Inspector, texts: readonly Leaf[]): Inspection[] {
  return texts.map((leaf) => inspector.inspectLeaf({ ...leaf }));
}

function found(inspections: readonly Inspection[]): boolean {
  return inspections.some(({ findings }) => findings.length > 0);
}
