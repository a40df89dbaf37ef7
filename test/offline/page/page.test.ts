import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import { append, repository } from "../difference/repository";
import {
  removeFolders,
  runHere,
  SMALL_PROJECT,
  SMALL_STACK,
  smallProgram,
} from "../support/previews";

const values = sampleCredentials();
const ENV = CREDENTIALS.map(({ name }) => `${name}=${values[name]}\n`).join("");

/** A program that shows every credential in every place that a report reads, whole, in part and encoded. */
const LEAKY = smallProgram(`
  const all = ["twilioAccountSid", "twilioAuthToken", "twilioPhoneNumber", "twilioApiSid", "twilioApiSecret"].map((key) => config.require(key));
  const forms = all.flatMap((value) => [value, Buffer.from(value).toString("base64")]);
  new Resource("aws:ecs/taskDefinition:TaskDefinition", "tasks-" + all[0], {
    family: all[1],
    containerDefinitions: JSON.stringify([{
      name: "c-" + all[0],
      image: "image:" + all[4],
      command: forms,
      environment: forms.map((value, index) => ({ name: "V" + index + value, value })),
      secrets: forms.map((value, index) => ({ name: "S" + index, valueFrom: value })),
    }]),
  });
  new Resource("aws:secretsmanager/secret:Secret", "secret", { name: "a/" + all[4], description: all[1] });
  new Resource("aws:cloudwatch/logGroup:LogGroup", "log-" + all[3], { name: all[2], retentionInDays: 3 });
  forms.forEach((value, index) => console.log("says " + value));
  module.exports = Object.fromEntries(forms.map((value, index) => ["out" + index, value]));
`);

const HOSTILE = "</script></style><img src=x onerror=alert(1)>\"'`|@octocat";

/** Asserts that a text holds no twelve characters in a row of a credential, neither as they are nor encoded. */
function assertNoPart(text: string, where: string): void {
  const lower = text.toLowerCase();
  for (const { name } of CREDENTIALS) {
    const value = values[name];
    const forms = [
      value,
      Buffer.from(value).toString("hex"),
      Buffer.from(value).toString("base64").replace(/=+$/, "").slice(0, -1),
    ];
    for (const form of forms.map((each) => each.toLowerCase())) {
      for (let start = 0; start + 12 <= form.length; start++) {
        assert.equal(
          lower.includes(form.slice(start, start + 12)),
          false,
          `a part of ${name} is in ${where}`,
        );
      }
    }
  }
}

// Shows what the page holds and which files it refuses. The program is small, because each case is about the output.
// Parts of a credential that are shorter than 12 characters are not looked for.
describe("offline plan's page", function () {
  this.timeout(300_000);
  after(removeFolders);

  const files = { env: ENV, project: SMALL_PROJECT, stack: SMALL_STACK };

  it("shows no part of a credential, and neither do the comment and the difference", async () => {
    const folder = repository({ ...files, program: smallProgram("") });
    writeFileSync(join(folder, "index.ts"), LEAKY);
    const outputs = [
      ["--markdown", "--html", "plan.html"],
      ["--diff", "HEAD"],
      ["--diff", "HEAD", "--json"],
    ];
    for (const args of outputs) {
      const { code, stderr, stdout } = await runHere(args, folder);
      assert.deepEqual([code, stderr], [1, ""], "the pack finds it");
      assert.match(stdout, /\[secret\]/);
      assertNoPart(stdout, args.join(" "));
    }
    const page = readFileSync(join(folder, "plan.html"), "utf8");
    assert.match(page, /\[secret\]/);
    assert.match(page, /class="bad"><dt>policies violated<\/dt><dd>[1-9]\d* of \d+</);
    assertNoPart(page, "the page");
  });

  it("escapes what the plan holds, and is the same each time", async () => {
    const program = smallProgram(`
      const hostile = ${JSON.stringify(HOSTILE)};
      new Resource("aws:s3/bucket:Bucket", hostile, { bucket: "b" });
      new Resource("aws:kms/key:Key", "key", { description: hostile });
      module.exports = { out: hostile };`);
    const folder = repository({ ...files, program });
    const pages: string[] = [];
    for (const name of ["one.html", "two.html"]) {
      const { code, stderr, stdout } = await runHere(["--html", name], folder);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.match(stdout, /Resources: 3 to create/);
      pages.push(readFileSync(join(folder, name), "utf8"));
    }
    const [one = "", two] = pages;
    assert.equal(one, two);
    assert.ok((one.match(/&lt;\/script&gt;&lt;\/style&gt;&lt;img src=x/g)?.length ?? 0) >= 3);
    assert.equal(one.match(/<\/style>/g)?.length, 1);
    assert.doesNotMatch(one, /<img|<script/);
    append(folder, "index.ts", 'new Resource("aws:s3/bucket:Bucket", "more", {});\n');
    assert.equal((await runHere(["--html", "one.html"], folder)).code, 0);
    assert.match(readFileSync(join(folder, "one.html"), "utf8"), /more/, "a page is written anew");
    const drafts = readdirSync(folder).filter((name) => name.endsWith(".tmp"));
    assert.deepEqual(drafts, []);
  });

  it("refuses a file that it must not or cannot write, before it plans", async () => {
    const folder = repository({ ...files, program: "throw new Error('planned');\n" });
    writeFileSync(join(folder, "mine.html"), "<!doctype html>");
    mkdirSync(join(folder, "folder"));
    symlinkSync(join(folder, "mine.html"), join(folder, "link.html"));
    for (const [file, message] of [
      ["mine.html", /the file exists, and is not a page that this command wrote/],
      ["link.html", /the file exists, and is not a page that this command wrote/],
      ["folder", /not a regular file/],
      ["nowhere/plan.html", /the folder of the file does not exist/],
    ] as const) {
      const { code, stderr, stdout } = await runHere(["--html", file], folder);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    }
    assert.equal(readFileSync(join(folder, "mine.html"), "utf8"), "<!doctype html>");
  });

  it("refuses two forms of the report at once, in one error", async () => {
    const { code, stderr } = await runHere(["--json", "--markdown", "--quiet"], ".");
    assert.equal(code, 2);
    assert.match(stderr, /^error: --quiet, --json, --markdown exclude each other/);
  });
});
