import fc from "fast-check";
import assert from "node:assert/strict";
import { CREDENTIALS } from "../../../../infra/credentials/twilioCredentials";
import { parseEnv } from "../../../../scripts/secret/envFile/envFile";
import { assertNoCredential, newCredentials } from "../../../support/twilio/twilioCredentials";
import { own, text } from "./envText";

function faults(source: string): readonly string[] {
  const file = parseEnv(source);
  return "faults" in file ? file.faults : [];
}

// Parses texts. readEnvFile.test.ts reads files.
describe("parseEnv", () => {
  it("accepts what dotenv accepts: quotes, comments, export, CRLF, a byte order mark", () => {
    const source = `\uFEFF# Twilio\r\n${text().replaceAll("\n", "\r\n")}`
      .replace(`=${own.TWILIO_AUTH_TOKEN}`, `="${own.TWILIO_AUTH_TOKEN}" # live`)
      .replace("TWILIO_API_SID", "export TWILIO_API_SID");
    assert.deepEqual(parseEnv(source), { credentials: own, others: {}, notes: [] });
  });

  it("also returns the file's other entries", () => {
    const file = parseEnv(`${text()}\nOPENAI_API_KEY=x y\n`);
    assert.deepEqual("others" in file ? file.others : {}, { OPENAI_API_KEY: "x y" });
  });

  it("finds quotes and blanks that are left around a value", () => {
    const quoted = faults(text({ TWILIO_AUTH_TOKEN: `"'${own.TWILIO_AUTH_TOKEN}'"` }));
    assert.deepEqual(quoted, [
      "TWILIO_AUTH_TOKEN has quotes around it; expected: 32 hexadecimal digits",
    ]);
    const blanks = faults(text({ TWILIO_AUTH_TOKEN: `" ${own.TWILIO_AUTH_TOKEN} "` }));
    assert.deepEqual(blanks, [
      "TWILIO_AUTH_TOKEN has blanks around it; expected: 32 hexadecimal digits",
    ]);
  });

  it("reports every fault at once, in the order of the credentials", () => {
    const empty = faults("");
    assert.equal(empty.length, CREDENTIALS.length);
    CREDENTIALS.forEach(({ name, expected }, index) => {
      assert.equal(empty[index], `${name} is missing; expected: ${expected}`);
    });
  });

  it("knows the older names, and finds a name that is set twice", () => {
    const older = text().replace("TWILIO_API_SECRET", "TWILIO_SECRET");
    assert.match(
      faults(older)[0] ?? "",
      /TWILIO_SECRET is its older name: rename it to TWILIO_API_SECRET/,
    );
    const twice = `${text()}TWILIO_AUTH_TOKEN=${newCredentials().TWILIO_AUTH_TOKEN}\n`;
    assert.deepEqual(faults(twice), ["TWILIO_AUTH_TOKEN is set 2 times; expected: once"]);
    const otherForm = twice.replace(/TWILIO_AUTH_TOKEN=(?=.*\n$)/, "TWILIO_AUTH_TOKEN: ");
    assert.notEqual(otherForm, twice);
    assert.deepEqual(faults(otherForm), ["TWILIO_AUTH_TOKEN is set 2 times; expected: once"]);
  });

  it("recognises other names of the credentials, and placeholders", () => {
    for (const [name, other] of [
      ["TWILIO_API_SID", "TWILIO_API_KEY"],
      ["TWILIO_API_SID", "TWILIO_API_KEY_SID"],
      ["TWILIO_API_SECRET", "TWILIO_API_KEY_SECRET"],
      ["TWILIO_API_SECRET", "TWILIO_API_SECRET_KEY"],
      ["TWILIO_PHONE_NUMBER", "TWILIO_PHONE"],
      ["TWILIO_AUTH_TOKEN", "twilio_auth_token"],
    ] as const) {
      const [fault = ""] = faults(text().replace(`${name}=`, `${other}=`));
      assert.ok(fault.includes(`(${other} is another name of it: rename it to ${name})`), fault);
    }
    for (const [value, hint] of [
      ["op://vault/twilio/token", /reference of 1Password/],
      ["{{ op://vault/twilio/token }}", /reference of 1Password/],
      ["ENC[AES256_GCM,data:x,type:str]", /encrypted by SOPS/],
      ["$TOKEN", /a reference to a variable/],
      ["encrypted:BDqDBibm4wsYqMpCjTQ6BsDHmMadg9K3", /encrypted by dotenvx/],
      ["${TOKEN_FROM_ELSEWHERE}", /a reference to a variable/],
      [`\u201c${own.TWILIO_AUTH_TOKEN}\u201d`, /typographic quotes/],
    ] as const) {
      assert.match(faults(text({ TWILIO_AUTH_TOKEN: value }))[0] ?? "", hint);
    }
  });

  it("refuses the auth token in the place of the API key's secret", () => {
    const { TWILIO_AUTH_TOKEN: token } = own;
    for (const secret of [token, token.toUpperCase()]) {
      const [fault = ""] = faults(text({ TWILIO_API_SECRET: secret }));
      assert.match(fault, /^TWILIO_API_SECRET is the auth token; expected: the API key's own/);
    }
  });

  it("says whether the file has any of the five credentials", () => {
    for (const [source, hasNone] of [
      ["OTHER=1\n", true],
      [`TWILIO_AUTH_TOKEN=${own.TWILIO_AUTH_TOKEN}\n`, false],
    ] as const) {
      const file = parseEnv(source);
      assert.ok("faults" in file);
      assert.equal(file.hasNone, hasNone);
    }
  });

  it("puts no value into a fault, whatever is wrong with it", () => {
    const name = fc.constantFrom(...CREDENTIALS.map((each) => each.name));
    const cut = fc.nat({ max: 10 });
    fc.assert(
      fc.property(name, cut, fc.constantFrom("", "'", " x", "AC", "+"), (key, length, around) => {
        const wrong = `${around}${own[key].slice(length)}${around}`;
        assertNoCredential(faults(text({ [key]: wrong })).join("\n"), own);
      }),
    );
  });
});
