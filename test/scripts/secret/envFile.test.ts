import fc from "fast-check";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CREDENTIALS, type CredentialName } from "../../../infra/credentials/twilioCredentials";
import { parseEnv, readEnvFile } from "../../../scripts/secret/envFile";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { assertNoCredential, newCredentials } from "../../support/twilio/twilioCredentials";
import { temporaryFolder } from "../../support/temporaryFolder";

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
    const otherForm = twice.replace(/TWILIO_AUTH_TOKEN=(?=.*\n$)/, "TWILIO_AUTH_TOKEN: ");
    assert.notEqual(otherForm, twice);
    assert.deepEqual(faults(otherForm), ["TWILIO_AUTH_TOKEN is set 2 times; expected: once"]);
  });

  it("says whether there is any of the five", () => {
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

describe("readEnvFile", () => {
  const folder = temporaryFolder("env");

  function refusal(path: string): string {
    try {
      readEnvFile(path, "the file");
    } catch (error) {
      assert.ok(error instanceof ScriptError);
      assert.equal(error.exitCode, 2);
      return `${error.message} → ${error.cure ?? ""}`;
    }
    return assert.fail("was read");
  }

  it("says why there is nothing to read: no file, a folder, a link to nothing", () => {
    assert.match(refusal(join(folder, "no.env")), /^there is no readable file the file → cp \.env/);
    assert.match(refusal(folder), /^the file is a folder → name the file/);
    symlinkSync("nowhere", join(folder, "link.env"));
    assert.match(
      refusal(join(folder, "link.env")),
      /^the file is a link to a file that is not there/,
    );
  });

  it("names a file in UTF-16, which would look empty", () => {
    for (const [name, bytes] of [
      ["little.env", Buffer.from(`\uFEFF${text()}`, "utf16le")],
      ["big.env", Buffer.from(`\uFEFF${text()}`, "utf16le").swap16()],
    ] as const) {
      writeFileSync(join(folder, name), bytes);
      assert.match(refusal(join(folder, name)), /^the file is in UTF-16.* → save it as UTF-8$/);
    }
  });

  it("reads a pipe, as a decrypting command makes one", function () {
    if (process.platform === "win32") this.skip();
    const pipe = join(folder, "pipe.env");
    execFileSync("mkfifo", [pipe]);
    writeFileSync(join(folder, "sound.env"), text());
    const writer = spawn("sh", ["-c", `cat "${join(folder, "sound.env")}" > "${pipe}"`]);
    assert.deepEqual(readEnvFile(pipe), { credentials: own });
    writer.kill();
  });
});
