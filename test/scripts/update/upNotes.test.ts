import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sampleCredentials } from "../../../offline/config/credentials";
import { afterUp, beforeFirstUp, type Update } from "../../../scripts/update/upNotes";
import { ROOT } from "../../support/program/devStack";

// A script replaces the CLI and answers like it. test/engine runs the real CLI.
describe("what npm run up says", function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "up-notes-"));
  });

  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("before the first up: how long it takes, and the stack's monthly cost", async () => {
    const text = await beforeFirstUp(ROOT, "dev");
    assert.match(text, /^The first up takes about 6 minutes/);
    assert.match(text, /\nIt costs about \d+ US dollars a month, and \d+ for 100 calls a day/);
  });

  it("only the duration if there is no price", async () => {
    const text = await beforeFirstUp(ROOT, "no-such-stack");
    assert.match(text, /^The first up takes about/);
    assert.doesNotMatch(text, /dollars/);
  });

  it("afterwards: the webhook's URL, the length of the number, and the next command", async () => {
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

  it("afterwards: nothing if there are no outputs", async () => {
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
