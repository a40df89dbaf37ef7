import assert from "node:assert/strict";
import { inKnownNotation } from "../../policy/search/blocks/dialects";

/** Texts with colons and braces that are no EDN and no CUE. */
const OTHERS: Readonly<Record<string, string>> = {
  Ruby: 'client = Client.new({ :token => "x", :edge => nil })\n',
  "a choice in JavaScript": "const size = { width: small ? 1 : 2 };\n",
  "a list of names in JavaScript": 'const {sid, token} = read("sms");\n',
  Elixir: 'config :sms, adapter: {:twilio, "main"}, retry: [:timeout, :closed]\n',
  YAML: "sms: {provider: twilio, from: sip:bot@example.org}\n",
  make: ".PHONY: build\nbuild: ; echo ${NAME}\n",
};

describe("a text in another notation than the reader of blocks knows", () => {
  it("has the keywords of EDN as names, also where they are values", () => {
    const read = inKnownNotation('{:sms {:vendor :twilio\n :token "x"}}');
    assert.deepEqual(JSON.parse(read.replace('"twilio"', '"twilio",')), {
      sms: { vendor: "twilio", token: "x" },
    });
  });

  it("has a template for what a tag of EDN fills in", () => {
    const read = inKnownNotation("{:token #env TOKEN :edge #ref [:aws :edge]}");
    assert.equal(read.replace(/\s+/g, ""), '{"token":"${…}""edge":"${…}"}');
  });

  it("has the texts of EDN as they are", () => {
    const read = inKnownNotation('{:from "sip:bot " :at "10:b c"}');
    assert.equal(read.replace(/\s+/g, ""), '{"from":"sip:bot""at":"10:bc"}');
  });

  it("has the pairs of Erlang as names and values", () => {
    const read = inKnownNotation('{sms, [{token, <<"x">>}]}');
    assert.equal(read, '{sms: [{token: "x"}]}');
  });

  it("has names with dots for CUE's names in one line", () => {
    assert.equal(inKnownNotation("sms: twilio: main: {\n"), "sms.twilio.main: {\n");
  });

  for (const [name, text] of Object.entries(OTHERS)) {
    it(`stays as it is in ${name}`, () => {
      assert.equal(inKnownNotation(text), text);
    });
  }
});
