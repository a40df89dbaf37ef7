import assert from "node:assert/strict";
import fc from "fast-check";
import {
  unescaped,
  withoutConcatenation,
  withoutQuotedPrintable,
} from "../../policy/search/decode/escapes";
import { NOTATIONS } from "../../policy/search/decode/notations";
import { signsOf } from "../../policy/search/decode/signs";

/** Characters of the notations, and characters that may separate them. */
const ALPHABETS = [
  "0123456789abcdef",
  "0123456789",
  "0123, ,",
  "01",
  "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567 -\t\u00a0",
  "abcdefghijklmnopqrstuvwxyz234567 -",
  "0xX1af,\\",
  "azAZ09+/-_=",
  "\\%&=+\"'` u0041;#",
  "é\u3000\ufeff. \n",
];

const text = fc
  .array(
    fc.constantFrom(...ALPHABETS).chain((alphabet) => {
      const unit = fc.constantFrom(...Array.from(alphabet));
      return fc.string({ unit, maxLength: 80, size: "max" });
    }),
    { maxLength: 4 },
  )
  .map((parts) => parts.join(""));

// Does not show how much time the signs save: `npm run bench:policy` does.
describe("the signs of encodings in a text", () => {
  it("are found wherever a text can be decoded", () => {
    const read = new Map(NOTATIONS.map(({ encoding }) => [encoding, 0]));
    fc.assert(
      fc.property(text, (each) => {
        const signs = signsOf(each);
        for (const { encoding, sign, fewest, decode } of NOTATIONS) {
          if (decode(each).length === 0) continue;
          read.set(encoding, (read.get(encoding) ?? 0) + 1);
          assert.ok(signs[sign] >= fewest, `${encoding} in ${JSON.stringify(each)}`);
        }
        if (unescaped(each) !== undefined) assert.ok(signs.escapes);
        if (withoutQuotedPrintable(each) !== undefined) assert.ok(signs.equals);
        if (withoutConcatenation(each) !== undefined) assert.ok(signs.quotes);
      }),
      { numRuns: 20_000 },
    );
    for (const [encoding, count] of read) assert.ok(count > 20, `${encoding} was read ${count}×`);
  });

  it("are absent from an ordinary text", () => {
    for (const ordinary of ["eu-north-1", "phone-service", "arn:aws:ecs:eu-north-1:cluster"]) {
      const signs = signsOf(ordinary);
      const found = NOTATIONS.filter(({ sign, fewest }) => signs[sign] >= fewest);
      assert.ok(!signs.escapes && !signs.equals && !signs.quotes && !signs.beyondAscii, ordinary);
      assert.ok(
        found.every(({ sign }) => sign === "base64"),
        ordinary,
      );
    }
  });
});
