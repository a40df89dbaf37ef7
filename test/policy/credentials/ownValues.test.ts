import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { ALL_CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { PLACEHOLDER_WORD as IN_PROGRAM } from "../../../infra/credentials/credentialFaults";
import {
  guardedValues,
  ownTwilioValues,
  PLACEHOLDER_WORD as IN_PACK,
} from "../../../policy/credentials/ownValues";
import { TWILIO_CREDENTIALS } from "../../../policy/credentials/twilioCredentials";
import { resource, ruleAndLevel, startPack } from "../../support/policy/policyPack";
import { generateValues, ownConfig } from "../corpus/values";

const OWN_RULE = "own-credential-in-plain";

// Shows which values of the stack config the pack searches for. The corpus shows in which places and encodings it finds them.
describe("the credentials", () => {
  it("are the same in the pack and in the program", () => {
    const names = (list: readonly { readonly name: string; readonly pattern: RegExp }[]): unknown =>
      list.map(({ name, pattern }) => [name, pattern.source]);
    assert.deepEqual(names(TWILIO_CREDENTIALS), names(ALL_CREDENTIALS));
  });

  it("have the same placeholder words in both", () => {
    assert.deepEqual(IN_PACK, IN_PROGRAM);
  });
});

describe("own values", () => {
  it("are found under any spelling of their keys, in any namespace, and inside objects", async () => {
    const tokens = Array.from({ length: 5 }, () => randomBytes(16).toString("hex"));
    const [first = "", second = "", third = "", fourth = "", fifth = ""] = tokens;
    const pack = await startPack({
      "bot:TWILIO_AUTH_TOKEN": first,
      "twilio:authToken": second,
      "other:twilio-auth-token": third,
      "bot:twilio": JSON.stringify({ authToken: fourth }),
      "bot:services": JSON.stringify([{ twilio: { auth: { token: fifth } } }]),
    });
    try {
      for (const token of tokens) {
        const found = await pack.analyze(resource("acme:index:Thing", { text: `x ${token} y` }));
        assert.deepEqual(ruleAndLevel(found), [[OWN_RULE, "mandatory"]]);
      }
    } finally {
      pack.stop();
    }
  });

  it("include the next auth token, under its own name", () => {
    const text = randomBytes(16).toString("hex");
    const [found, ...others] = ownTwilioValues({
      present: true,
      values: { "phone:twilioAuthTokenNext": text, "other:twilioAuthTokenNext": "" },
    });
    assert.deepEqual(found, { title: "TWILIO_AUTH_TOKEN_NEXT", text, kind: "random" });
    assert.deepEqual(others, []);
  });

  it("do not include harmless words: a short value and a placeholder are not searched for", () => {
    for (const text of ["changeme", "your_auth_token_here_please", "short"]) {
      const values = { "x:twilioAuthToken": text };
      assert.deepEqual(ownTwilioValues({ present: true, values }), []);
    }
  });

  it("include those of the guarded config keys: whole values, and the long texts inside objects and lists", () => {
    const key = randomBytes(24).toString("base64url");
    const values = { "bot:llm": JSON.stringify({ model: "small", keys: [key] }), "bot:daily": key };
    const titles = (keys: string[]): string[] =>
      guardedValues({ present: true, values }, keys).map(({ title }) => title);
    assert.deepEqual(titles(["daily"]), ["daily"]);
    assert.deepEqual(titles(["bot:daily"]), ["bot:daily"]);
    assert.deepEqual(titles(["other:daily"]), []);
    const texts = guardedValues({ present: true, values }, ["llm"]).map(({ text }) => text);
    assert.ok(texts.includes(key) && !texts.includes("small"));
  });

  it("need keys that exist: a typo in a guarded key gives an advisory", async () => {
    const pack = await startPack(ownConfig(generateValues(randomBytes(8).toString("hex"))));
    try {
      const properties = { guardedConfigKeys: ["dailyApiKey", "dailyApiKye"] };
      await pack.configure({ [OWN_RULE]: { enforcementLevel: "mandatory", properties } });
      const found = await pack.analyze(resource("acme:index:Thing", {}));
      assert.deepEqual(ruleAndLevel(found), [["own-credentials-known", "advisory"]]);
      assert.match(found[0]?.message ?? "", /dailyApiKye/);
    } finally {
      pack.stop();
    }
  });

  it("are missing without a stack config, and one advisory says so", async () => {
    const pack = await startPack(undefined);
    try {
      const first = await pack.analyze(resource("acme:index:Thing", {}));
      assert.deepEqual(ruleAndLevel(first), [["own-credentials-known", "advisory"]]);
      assert.deepEqual(await pack.analyze(resource("acme:index:Thing", {})), []);
      const sid = `AC${randomBytes(16).toString("hex")}`;
      const foreign = await pack.analyze(resource("acme:index:Thing", { sid }));
      assert.deepEqual(ruleAndLevel(foreign), [
        ["foreign-twilio-credential-in-plain", "mandatory"],
      ]);
    } finally {
      pack.stop();
    }
  });
});
