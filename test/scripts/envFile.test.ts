import fc from "fast-check";
import assert from "node:assert/strict";
import { CREDENTIALS, type CredentialName } from "../../infra/credentials";
import { parseEnv } from "../../scripts/lib/envFile";
import { assertNoCredential, newCredentials } from "../support/twilioCredentials";

const own = newCredentials();

function text(change: Partial<Record<CredentialName, string>> = {}): string {
  const values = { ...own, ...change };
  return CREDENTIALS.map(({ name }) => `${name}=${values[name]}\n`).join("");
}

function faults(source: string): readonly string[] {
  const file = parseEnv(source);
  return "faults" in file ? file.faults : [];
}

describe("parseEnv", () => {
  it("takes what dotenv takes: quotes, comments, export, CRLF, a byte order mark", () => {
    const source = `\uFEFF# Twilio\r\n${text().replaceAll("\n", "\r\n")}`
      .replace(`=${own.TWILIO_AUTH_TOKEN}`, `="${own.TWILIO_AUTH_TOKEN}" # live`)
      .replace("TWILIO_API_SID", "export TWILIO_API_SID");
    assert.deepEqual(parseEnv(source), { credentials: own });
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
