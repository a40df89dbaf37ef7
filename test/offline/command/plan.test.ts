import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import {
  projectFolder,
  removeFolders,
  ROOT,
  runCommand,
  runHere,
  SMALL_PROJECT,
  SMALL_STACK,
  smallProgram,
  type Run,
} from "../support/previews";

const values = sampleCredentials();
const ENV = CREDENTIALS.map(({ name }) => `${name}=${values[name]}\n`).join("");

/** Asserts that a run printed no credential, neither whole nor encoded nor in part. */
function holdsNoCredential({ stderr, stdout }: Run): void {
  const text = (stdout + stderr).toLowerCase();
  for (const { name } of CREDENTIALS) {
    const value = values[name];
    const forms = [
      value,
      Array.from(value).reverse().join(""),
      encodeURIComponent(value),
      Buffer.from(value).toString("hex"),
      Buffer.from(value).toString("base64").replace(/=+$/, "").slice(0, -1),
    ].map((form) => form.toLowerCase());
    for (const form of forms) assert.equal(text.includes(form), false, `${name} was printed`);
    const part = value.slice(-10).toLowerCase();
    assert.equal(text.includes(part), false, `a part of ${name} was printed`);
  }
}

// Shows the plan that the command prints. Its identifiers are simulated: no test shows that AWS accepts the plan.
describe("offline preview: the plan", function () {
  this.timeout(240_000);
  after(removeFolders);

  it("shows the real program's whole plan to a person, and exits 0", async () => {
    const folder = projectFolder({});
    writeFileSync(join(folder, "given.env"), ENV);
    const run = await runCommand(["--env-file", "given.env"], folder);
    assert.deepEqual([run.code, run.stderr], [0, ""]);
    holdsNoCredential(run);
    const { stdout } = run;
    assert.match(stdout, /stack dev.* \(eu-north-1\)\nCredentials: from given\.env\n/);
    assert.match(stdout, /├─ pipecat:index:\w+ +\w+\n  │  [├└]─ aws:/);
    assert.match(stdout, /plaintext settings\n(?:  \w.*\n)*  FAST_API_PORT +7860\n/);
    for (const { name } of CREDENTIALS) {
      const origin = `Secrets Manager pipecat/twilio-credentials, key ${name}, version `;
      assert.match(stdout, new RegExp(`^  ${name} +${origin}`, "m"));
    }
    assert.match(stdout, /^  webhookUrl +https:.*\/incoming-call/m);
    assert.match(stdout, /^  secretArn .*\(known after the first up\)$/m);
    assert.match(stdout, /✔ .*\[mandatory\]/);
    assert.doesNotMatch(stdout, /✘|\u001B|undefined|\[object/);
    // The other tests rely on this: processes that have run other programs and packs before make the same plan.
    const file = join(folder, "given.env");
    const expected = { ...run, stdout: stdout.replace("from given.env", `from ${file}`) };
    for (const time of ["first", "second"]) {
      assert.deepEqual(await runHere(["--env-file", file], folder), expected, time);
    }
  });

  it("shows six credentials during a rotation of the auth token, and refuses the sixth on the command line", async () => {
    const dev = readFileSync(join(ROOT, "Pulumi.dev.yaml"), "utf8");
    const stack = `${dev}  pipecat-phone-service:twilioAuthTokenNext:\n    secure: v1:ciphertext\n`;
    const run = await runHere([], projectFolder({ env: ENV, stack }));
    assert.deepEqual([run.code, run.stderr], [0, ""]);
    for (const name of [...CREDENTIALS.map((each) => each.name), "TWILIO_AUTH_TOKEN_NEXT"]) {
      assert.match(
        run.stdout,
        new RegExp(`^  ${name} +Secrets Manager .*, key ${name}, version `, "m"),
      );
    }
    const given = await runHere(["--config", "twilioAuthTokenNext=x"], ROOT);
    assert.equal(given.code, 2);
    assert.match(given.stderr, /is a secret and does not belong on a command line/);
  });

  it("exits 1 on a mandatory violation, reports it in both evaluations, and prints no value", async () => {
    const definition = (token: string): string => `
      new Resource("aws:ecs/taskDefinition:TaskDefinition", "leaky", {
        family: "f",
        containerDefinitions: JSON.stringify([{ name: "c", image: "i", environment: [
          { name: "OWN", value: config.require("twilioAuthToken") },
          { name: "FOREIGN", value: "${token}" },
        ] }]),
      });`;
    const foreign = sampleCredentials().TWILIO_ACCOUNT_SID;
    const folder = projectFolder({
      env: ENV,
      program: smallProgram(definition(foreign)),
      project: SMALL_PROJECT,
      stack: SMALL_STACK,
    });
    const human = await runHere([], folder);
    assert.equal(human.code, 1);
    holdsNoCredential(human);
    assert.equal(human.stdout.includes(foreign), false);
    const end = human.stdout.slice(human.stdout.indexOf("\nViolations\n"));
    const told =
      /✘ own-credential-in-plain \[mandatory\]\n +aws:ecs:TaskDefinition leaky\n +\S.*\n/;
    assert.match(end, told, "the end repeats policy, resource and message");
    assert.match(end, /\n\d+ policies: \d+ mandatory violations: .*own-credential-in-plain.*\.\n$/);
    const quiet = await runHere(["--quiet"], folder);
    assert.equal(quiet.code, 1);
    assert.ok(quiet.stdout.endsWith(end), "--quiet prints it");
    assert.doesNotMatch(quiet.stdout, /✔|Outputs|plaintext settings/, "and little more");
    assert.match(human.stdout, /FOREIGN +\[looks like TWILIO_ACCOUNT_SID\]/);
    const json = await runHere(["--json"], folder);
    assert.equal(json.code, 1);
    holdsNoCredential(json);
    const report: unknown = JSON.parse(json.stdout);
    assert.match(JSON.stringify(report), /"credentials":"env"/);
    const found = [...json.stdout.matchAll(/"level":"mandatory","urn":"[^"]*::leaky"/g)];
    assert.ok(found.length >= 2, "each evaluation reports the leak");
  });

  it("hides a credential that the program itself prints", async () => {
    const program = smallProgram(`
      console.log("token " + config.require("twilioAuthToken"));
      console.error(Buffer.from(config.require("twilioApiSecret")).toString("base64"));
      pulumi.log.info("sid " + config.require("twilioAccountSid"));
      throw new Error("number " + config.require("twilioPhoneNumber"));`);
    const files = { env: ENV, program, project: SMALL_PROJECT, stack: SMALL_STACK };
    const run = await runHere([], projectFolder(files));
    assert.equal(run.code, 2);
    holdsNoCredential(run);
    assert.match(run.stderr, /number \[secret\]/);
  });

  it("plans with other settings, and refuses a faulty one in the program's own words", async () => {
    const run = await runHere(["--config", "cpu=1000", "--config", "nonsense=1"], ROOT);
    assert.deepEqual([run.code, run.stdout], [2, ""]);
    assert.match(run.stderr, /^error: .*fault/);
    assert.match(run.stderr, /cpu/);
    assert.match(run.stderr, /nonsense/);
    assert.doesNotMatch(run.stderr, /^\s+at /m);
  });
});
