import fc from "fast-check";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CREDENTIALS, type CredentialName } from "../../../../infra/credentials/twilioCredentials";
import { parseEnv, readEnvFile } from "../../../../scripts/secret/envFile/envFile";
import { textOf } from "../../../../scripts/secret/envFile/envFileText";
import { ScriptError } from "../../../../scripts/terminal/scriptError";
import { assertNoCredential, newCredentials } from "../../../support/twilio/twilioCredentials";
import { temporaryFolder } from "../../../support/temporaryFolder";
import { skip } from "../../../support/skip";

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
    assert.deepEqual(parseEnv(source), { credentials: own, others: {}, notes: [] });
  });

  it("gives the file's further entries, too", () => {
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

  it("knows other names of the credentials, and what stands in place of a value", () => {
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

  async function refusal(path: string): Promise<string> {
    try {
      await readEnvFile(path, "the file");
    } catch (error) {
      assert.ok(error instanceof ScriptError);
      assert.equal(error.exitCode, 2);
      return `${error.message} → ${error.fix ?? ""}`;
    }
    return assert.fail("was read");
  }

  it("says why there is nothing to read: no file, a folder, a link to nothing", async () => {
    assert.match(
      await refusal(join(folder, "no.env")),
      /^there is no readable file the file → cp \.env/,
    );
    assert.match(await refusal(folder), /^the file is a folder → name the file/);
    symlinkSync("nowhere", join(folder, "link.env"));
    assert.match(
      await refusal(join(folder, "link.env")),
      /^the file is a link to a file that is not there/,
    );
    symlinkSync("loop.env", join(folder, "loop.env"));
    assert.match(await refusal(join(folder, "loop.env")), /^the file is a link that leads back/);
    assert.match(await refusal("-"), /^there is no file the file → .*--env-file \/dev\/stdin$/);
  });

  it("names a file in UTF-16, which would look empty", async () => {
    for (const [name, bytes] of [
      ["little.env", Buffer.from(`\uFEFF${text()}`, "utf16le")],
      ["big.env", Buffer.from(`\uFEFF${text()}`, "utf16le").swap16()],
    ] as const) {
      writeFileSync(join(folder, name), bytes);
      assert.match(
        await refusal(join(folder, name)),
        /^the file is in UTF-16.* → save it as UTF-8$/,
      );
    }
  });

  it("waits for a pipe's writer for a while, hears of interrupts meanwhile, and reads no more than 1 MiB", async function () {
    if (process.platform === "win32") skip(this, "Windows has no such files");
    const pipe = join(folder, "silent.env");
    execFileSync("mkfifo", [pipe]);
    let heard = 0;
    const ticks = setInterval(() => (heard += 1), 20);
    await assert.rejects(textOf(pipe, "the pipe", 200), {
      message: "nothing came out of the pipe within 0.2 s",
    });
    clearInterval(ticks);
    assert.ok(heard >= 3, "the process does other things meanwhile");

    const slow = join(folder, "slow.env");
    execFileSync("mkfifo", [slow]);
    writeFileSync(join(folder, "slow.txt"), text());
    const command = `exec 3> "${slow}"; head -c 60 "${folder}/slow.txt" >&3; sleep 0.2; tail -c +61 "${folder}/slow.txt" >&3`;
    const writer = spawn("sh", ["-c", command]);
    assert.equal((await textOf(slow, "the pipe", 5_000)).text, text());
    writer.kill();

    assert.match(await refusal("/dev/zero"), /^the file is larger than 1 MiB/);
  });

  it("waits for no writer where there is none to come", async function () {
    if (process.platform === "win32") skip(this, "Windows has no /dev/null");
    const started = Date.now();
    assert.equal((await textOf("/dev/null", "nothing", 20_000)).text, "");
    assert.ok(Date.now() - started < 10_000);
  });

  it("notes a file that other users can read", async function () {
    if (process.platform === "win32") skip(this, "Windows has no such files");
    const file = join(folder, "open.env");
    writeFileSync(file, text());
    chmodSync(file, 0o600);
    assert.deepEqual(await readEnvFile(file), { credentials: own, others: {}, notes: [] });
    chmodSync(file, 0o644);
    const note = "other users of this machine can read x: chmod 600 x";
    assert.deepEqual(await readEnvFile(file, "x"), { credentials: own, others: {}, notes: [note] });
  });

  it("reads a pipe, as a decrypting command makes one", async function () {
    if (process.platform === "win32") skip(this, "Windows has no such files");
    const pipe = join(folder, "pipe.env");
    execFileSync("mkfifo", [pipe]);
    writeFileSync(join(folder, "valid.env"), text());
    const writer = spawn("sh", ["-c", `cat "${join(folder, "valid.env")}" > "${pipe}"`]);
    assert.deepEqual(await readEnvFile(pipe), { credentials: own, others: {}, notes: [] });
    writer.kill();
  });
});
