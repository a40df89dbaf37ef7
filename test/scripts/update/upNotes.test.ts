import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleCredentials } from "../../../offline/config/credentials";
import { afterUp, beforeFirstUp, type Update } from "../../../scripts/update/upNotes";
import { ROOT } from "../../support/program/devStack";

// The CLI is a stand-in that answers as the real one does; test/engine runs the real one.
describe("what npm run up says", function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "up-notes-"));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("before the first up: how long it takes, and what the stack costs a month", async () => {
    const text = await beforeFirstUp(ROOT, "dev");
    assert.match(text, /^The first up takes about 6 minutes/);
    assert.match(text, /\nIt costs about \d+ US dollars a month, and \d+ for 100 calls a day/);
  });

  it("no price where there is none, and the time all the same", async () => {
    const text = await beforeFirstUp(ROOT, "no-such-stack");
    assert.match(text, /^The first up takes about/);
    assert.doesNotMatch(text, /dollars/);
  });

  it("afterwards: what to call, the number by its length alone, and the next command", async () => {
    const { TWILIO_PHONE_NUMBER: number } = sampleCredentials();
    const outputs = '{"webhookUrl":"https://x.cloudfront.net/incoming-call"}';
    const script = `case "$1" in stack) echo '${outputs}';; config) echo '${number}';; esac`;
    const text = (await afterUp(update(script))) ?? "";
    assert.match(text, /^Webhook {2}https:\/\/x\.cloudfront\.net\/incoming-call$/m);
    assert.match(text, /^Number {3}\+… 12 characters$/m);
    assert.match(
      text,
      /npm run configure-webhook -- --stack dev, then: npm run test-webhook -- --/,
    );
    assert.ok(!text.includes(number.slice(1, 6)), "no part of the number");
  });

  it("nothing where there are no outputs", async () => {
    assert.equal(await afterUp(update("exit 1")), undefined);
    assert.equal(await afterUp(update("echo '{}'")), undefined);
  });

  function update(script: string): Update {
    const cli = join(folder, "pulumi");
    writeFileSync(cli, `#!/bin/sh\n${script}\n`);
    chmodSync(cli, 0o755);
    return { cli, env: process.env, folder, stack: "dev" };
  }
});
