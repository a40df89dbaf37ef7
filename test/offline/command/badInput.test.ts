import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import {
  EMPTY_PACK,
  type ProjectFiles,
  projectFolder,
  removeFolders,
  runHere,
  SMALL_PROJECT,
  SMALL_STACK,
  smallProgram,
} from "../support/previews";

const SMALL: ProjectFiles = {
  program: smallProgram(""),
  project: SMALL_PROJECT,
  stack: SMALL_STACK,
  pack: EMPTY_PACK,
};

/** Runs in a project of its own and expects exit code 2, nothing on stdout, and no credential and no stack trace. */
async function fault(
  args: readonly string[],
  files: ProjectFiles = {},
  secrets: readonly string[] = [],
): Promise<string> {
  const run = await runHere(args, projectFolder({ ...SMALL, ...files }));
  assert.deepEqual([run.code, run.stdout], [2, ""], run.stderr);
  for (const secret of secrets) assert.equal(run.stderr.includes(secret), false);
  assert.doesNotMatch(run.stderr, /^\s+at /m);
  return run.stderr;
}

// Shows how the command reports faulty options and files. The faults of the stack's own config are tested with the program.
describe("offline preview: bad input", function () {
  this.timeout(180_000);
  after(removeFolders);

  it("refuses an unknown option and names the nearest", async () => {
    assert.match(await fault(["--jsn"]), /unknown option --jsn.*--json/);
  });

  it("refuses an option without its value, and an argument that belongs to no option", async () => {
    assert.match(await fault(["--stack"]), /--stack needs a value/);
    assert.match(await fault(["dev"]), /argument 1 belongs to no option/);
  });

  it("lists the existing stacks", async () => {
    assert.match(await fault(["--stack", "nope"]), /stacks: dev/);
    assert.match(await fault(["--stack", "../dev"]), /stacks: dev/);
  });

  it("lists the faults of a policy config", async () => {
    const folder = projectFolder(SMALL);
    const file = join(folder, "policies.json");
    for (const [text, expected] of [
      ["{", /--policy-pack-config is not JSON/],
      ["[]", /expected an object with the names of rules/],
      ['{"a":"strict","b":1}', /a: expected one of advisory, .*\n {2}- b: expected one of/],
      ['{"no-such-rule":"advisory"}', /no-such-rule: the policy pack has no rule of this name/],
    ] as const) {
      writeFileSync(file, text);
      assert.match(await fault(["--policy-pack-config", file]), expected);
    }
    assert.match(await fault(["--policy-pack-config", "none.json"]), /cannot be read/);
  });

  it("names an environment file that cannot be read", async () => {
    assert.match(
      await fault(["--env-file", "none.env"]),
      /there is no readable file none\.env\n {2}→ /,
    );
  });

  it("reports every fault of an environment file, and no value", async () => {
    const values = sampleCredentials();
    const short = values.TWILIO_AUTH_TOKEN.slice(1);
    const lines = [
      `TWILIO_ACCOUNT_SID=${values.TWILIO_API_SID}`,
      `TWILIO_AUTH_TOKEN=${short}`,
      `TWILIO_PHONE_NUMBER=your-number`,
      `TWILIO_API_SECRET=${values.TWILIO_API_SECRET}`,
    ];
    const text = await fault([], { env: lines.join("\n") }, [short, ...Object.values(values)]);
    for (const { name } of CREDENTIALS.filter((spec) => spec.name !== "TWILIO_API_SECRET")) {
      assert.match(text, new RegExp(`\\n {2}${name} `));
    }
    assert.doesNotMatch(text, /TWILIO_API_SECRET /);
    assert.match(text, /\n {2}→ correct \.env; \.env\.example shows the five names\n$/);
  });

  it("reports an older name, and a name that is set twice, in an environment file, as setup-secrets does", async () => {
    const values = sampleCredentials();
    const { TWILIO_API_SID, ...rest } = values;
    const lines = Object.entries(rest).map(([name, value]) => `${name}=${value}`);
    const token = `TWILIO_AUTH_TOKEN=${sampleCredentials().TWILIO_AUTH_TOKEN}`;
    const env = [...lines, `TWILIO_SID=${TWILIO_API_SID}`, token].join("\n");
    const text = await fault([], { env }, Object.values(values));
    assert.match(text, /TWILIO_API_SID is missing \(TWILIO_SID is its older name: rename it/);
    assert.match(text, /TWILIO_AUTH_TOKEN is set 2 times; expected: once/);
  });

  it("refuses a time limit that no timer can keep", async () => {
    for (const seconds of ["0", "-1", "soon", "99999999"]) {
      assert.match(
        await fault(["--timeout", seconds]),
        /--timeout needs a number of seconds above 0/,
      );
    }
  });

  it("reports every fault of the config at once, by the engine's own checks", async () => {
    const project = `${SMALL_PROJECT}  missing: { type: string }\n`;
    const stack = [
      "config:",
      "  small:size: many",
      "  small:zones: [1, { a: b }]",
      "  small:tags: text",
      "  small:twilioAuthToken: plain",
      "  small:other: { secure: abc }",
    ].join("\n");
    const text = await fault(["--config", "twilioApiSid=x"], { project, stack });
    assert.match(text, /small:size must be of type integer: (?:npx )?pulumi config /);
    assert.match(text, /small:zones must be of type array<string>/);
    assert.match(text, /small:tags must be of type object/);
    assert.match(text, /small:missing is missing/);
    assert.match(text, /small:twilioAuthToken must be encrypted/);
    assert.match(text, /small:other is encrypted .*--config small:other=VALUE/);
    assert.match(text, /small:twilioApiSid is a secret and does not belong on a command line/);
  });

  it("names the line at which a file is not valid YAML, without quoting it", async () => {
    const { TWILIO_AUTH_TOKEN } = sampleCredentials();
    const text = await fault([], { stack: `config:\n  a: [${TWILIO_AUTH_TOKEN}\n` }, [
      TWILIO_AUTH_TOKEN,
    ]);
    assert.match(text, /Pulumi\.dev\.yaml is not valid YAML: .*line \d/);
  });

  it("shows the program's own error once, as the program words it", async () => {
    const program = smallProgram(`throw new pulumi.RunError("first line\\n  - second");`);
    assert.equal(await fault(["--json"], { program }), "error: first line\n  - second\n");
  });

  it("names a resource that AWS would refuse, or that the model does not know", async () => {
    const resource = (type: string): string =>
      smallProgram(`new Resource("${type}", "thing", {});`);
    const text = await fault([], { program: resource("aws:x/y:Y") });
    assert.match(
      text,
      /^error: .*aws:x\/y:Y \("thing"\): add the type to a file in offline\/aws\/serv/,
    );
  });

  it("says that a program ended early", async () => {
    const text = await fault([], { program: "process.exit(7);" });
    assert.match(text, /the program ended with exit code 7/);
  });

  it("says that a pack did not start, in the pack's own words", async () => {
    const program = smallProgram(`new Resource("aws:kms/key:Key", "key", {});`);
    const text = await fault([], {
      program,
      pack: `console.error("no pack today"); process.exit(1);`,
    });
    assert.match(text, /policy pack did not start/);
    assert.match(text, /no pack today/);
  });

  it("says that a policy threw an error", async () => {
    const pack = `
      const { PolicyPack } = require("@pulumi/policy");
      new PolicyPack("broken", { policies: [{
        name: "throws", description: "throws", enforcementLevel: "mandatory",
        validateResource: () => { throw new Error("policy broke"); },
      }] });`;
    const folder = projectFolder({ ...SMALL, pack });
    writeFileSync(join(folder, "index.ts"), smallProgram(`export const a = 1;`));
    const run = await runHere([], folder);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /the policy pack failed: .*policy broke/s);
  });
});
