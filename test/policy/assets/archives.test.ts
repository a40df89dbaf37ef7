import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { PolicyPackClient } from "../../../offline/analyzer/client";
import { resource, startPack } from "../../support/policy/policyPack";
import { generateValues, ownConfig } from "../corpus/values";
import { tar, zip } from "./makeArchive";
import { fileArchiveOnWire, fileAssetOnWire } from "../../support/policy/assets";
import { skip } from "../../support/skip";

const OWN = "own-credential-in-plain";
const REGULAR = "regular-asset-files";
const TO_THE_END = "assets-read-to-the-end";
const KIB = 1024;
const MIB = 1024 * KIB;

/** Code like that of a library: long, harmless, and different in each file. */
function library(length: number): string {
  const seed = randomBytes(8).toString("hex");
  const line = (at: number): string =>
    `exports.f${at} = function (options) { return merge(options, { id: "${seed.slice(0, 6)}${at}" }); };\n`;
  const lines: string[] = [];
  for (let size = 0; size < length; size += (lines.at(-1) ?? "").length)
    lines.push(line(lines.length));
  return lines.join("");
}

// Shows how the pack reads zip and tar archives. Proves nothing about other formats, such as 7z or zstd: they are read as binary files.
describe("archives and other files behind assets", () => {
  const values = generateValues(randomBytes(8).toString("hex"));
  const own = `token=${values["AUTH_TOKEN"] ?? ""}\n`;
  let folder: string;
  let pack: PolicyPackClient;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "archives-"));
    pack = await startPack(ownConfig(values));
  });

  after(async () => {
    pack.stop();
    await rm(folder, { recursive: true });
  });

  async function file(name: string, content: Buffer | string): Promise<string> {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  }

  /** Rule and place of each violation for a function whose code is at the path. */
  async function found(path: string): Promise<string[]> {
    const code = fileArchiveOnWire(path);
    const name = randomBytes(4).toString("hex");
    const violations = await pack.analyze(
      resource("aws:lambda/function:Function", { code }, { name: `f-${name}` }),
    );
    return violations.map(({ policy, message }) => {
      const words = message.slice(message.indexOf("\n") + 1).replace(/^\S+ "[^"]*": /, "");
      return `${policy}: ${words.replace(/ (?:holds|is|was) .*$/s, "")}`;
    });
  }

  function modules(count: number): [string, string][] {
    return Array.from({ length: count }, (_, at) => [`node_modules/m${at}/index.js`, library(KIB)]);
  }

  it("are read to the last entry, even if it is the 257th or the 3,000th", async () => {
    for (const count of [256, 2999]) {
      const path = await file("many.zip", zip([...modules(count), ["config.env", own]]));
      assert.deepEqual(await found(path), [`${OWN}: code.contents.config.env`]);
    }
  });

  it("are searched for own values in third-party folders, too", async () => {
    const entries: [string, string][] = [...modules(300), ["node_modules/m/config.json", own]];
    const path = await file("vendored.zip", zip(entries));
    assert.deepEqual(await found(path), [`${OWN}: code.contents.node_modules/m/config.json`]);
    const sid = `SID=${values["FOREIGN_ACCOUNT_SID"] ?? ""}`;
    const foreign = await file("foreign.zip", zip([["node_modules/m/readme.md", sid]]));
    assert.deepEqual(await found(foreign), []);
    const written = await file("written.zip", zip([["src/readme.md", sid]]));
    assert.equal((await found(written)).length, 1);
  });

  it("are read if entries are stored or deflated, if one archive is inside another, and as tar", async () => {
    const inner = zip([["lib/app.env", own]], "stored");
    const outer = await file("outer.zip", zip([["layer.jar", inner]]));
    assert.deepEqual(await found(outer), [`${OWN}: code.contents.layer.jar/lib/app.env`]);
    const tarball = tar([["src/app.env", own]]);
    for (const [name, content] of [
      ["code.tar.gz", gzipSync(tarball)],
      ["code.tgz", gzipSync(tarball)],
    ] as const) {
      assert.deepEqual(await found(await file(name, content)), [
        `${OWN}: code.contents.src/app.env`,
      ]);
    }
    assert.deepEqual(await found(await file("app.env.gz", gzipSync(own))), [
      `${OWN}: code.contents`,
    ]);
  });

  it("raise no alarm for an ordinary bundle of 45 library files", async () => {
    const entries = Array.from({ length: 45 }, (_, at): [string, string] => {
      return [`lib/part${at}/index.js`, library(380 * KIB)];
    });
    const path = await file("bundle.zip", zip(entries));
    assert.deepEqual(await found(path), []);
  }).timeout(120_000);

  it("are reported once if they are not read to the end, with the name of the file, at any size", async () => {
    for (const size of [5 * MIB, 9 * MIB]) {
      const path = await file(
        "large.zip",
        zip([
          ["small.js", library(KIB)],
          ["model.bin", library(size)],
        ]),
      );
      assert.deepEqual(await found(path), [`${TO_THE_END}: model.bin in code`]);
    }
    const alone = await file("large.js", library(5 * MIB));
    assert.deepEqual(await found(alone), [`${TO_THE_END}: code`]);
    const leak = await file("large.env", library(5 * MIB) + own + library(KIB));
    assert.deepEqual(
      (await found(leak)).sort(),
      [`${TO_THE_END}: code`, `${OWN}: code.contents`].sort(),
    );
  }).timeout(120_000);

  it("are reported if an entry cannot be unpacked", async () => {
    const broken = zip([
      ["a.js", library(KIB)],
      ["b.js", library(4 * KIB)],
    ]);
    const data = broken.indexOf("b.js") + 4;
    broken.fill(0xff, data, data + 40);
    const path = await file("broken.zip", broken);
    assert.deepEqual(await found(path), [`${TO_THE_END}: b.js in code`]);
  });

  it("are unpacked up to a limit: a zip bomb takes little time and gives an advisory", async () => {
    const bomb = zip([["zeros", Buffer.alloc(300 * MIB)]]);
    const begun = performance.now();
    assert.deepEqual(await found(await file("bomb.zip", bomb)), [`${TO_THE_END}: zeros in code`]);
    assert.ok(performance.now() - begun < 20_000);
  }).timeout(60_000);

  it("must be regular files: a pipe, a device and a socket are violations, and do not block the pack", async function () {
    if (process.platform === "win32") skip(this, "Windows has no such files");
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const link = join(folder, "link");
    await symlink("/dev/zero", link);
    const socket = join(folder, "socket");
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    try {
      for (const path of [pipe, "/dev/zero", link, socket]) {
        const source = fileAssetOnWire(path);
        const violations = await pack.analyze(
          resource("aws:s3/bucketObject:BucketObject", { source }),
        );
        assert.deepEqual(
          violations.map(({ policy, level }) => `${policy} ${level}`),
          [`${REGULAR} mandatory`],
          path,
        );
      }
      assert.match((await found(pipe)).join(), /^regular-asset-files: code$/);
    } finally {
      server.close();
    }
  });

  it("must be regular files in folders as well", async () => {
    await mkdir(join(folder, "code"));
    await file("code/app.env", own);
    execFileSync("mkfifo", [join(folder, "code", "pipe")]);
    assert.deepEqual((await found(join(folder, "code"))).sort(), [
      `${OWN}: code.contents.app.env`,
      `${REGULAR}: pipe in code`,
    ]);
  });
});
