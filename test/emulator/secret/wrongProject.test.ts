import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SCRIPTS_TIMEOUT_MS } from "../../support/scripts/script";
import { setup } from "../../support/scripts/setupSecrets";
import { makeStackProject, type StackProject } from "../../support/scripts/stackProject";
import { newCredentials } from "../../support/twilio/twilioCredentials";
import { skipWithoutCli } from "../../support/skip";

const own = newCredentials();

// Provokes the errors with the real CLI and a file backend. Pulumi Cloud is not reached.
describe("setup-secrets, if the stack, the login, the backend or the folder is wrong", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);
  let project: StackProject;

  before(async function () {
    this.timeout(120_000);
    skipWithoutCli(this);
    project = await makeStackProject();
    // With encrypted values in the config, a wrong passphrase fails at the first read.
    const stored = await setup(own, own, ["--stack", "dev"], {
      cwd: project.folder,
      env: project.env,
    });
    assert.equal(stored.code, 0, stored.stderr);
  });

  it("names a fault of the stack, the login, the backend or the folder in one line", async () => {
    const cases: readonly (readonly [string, Readonly<Record<string, string>>, number, RegExp])[] =
      [
        ["prod", {}, 2, /the stack prod does not exist\n {2}→ (?:npx )?pulumi stack ls/],
        ["a b", {}, 2, /this is not a valid stack name\n/],
        ["org/project/x", {}, 2, /this is not a valid stack name\n/],
        [
          "dev",
          { PULUMI_BACKEND_URL: "" },
          2,
          /Pulumi's CLI is not logged in\n {2}→ (?:npx )?pulumi login\n/,
        ],
        [
          "dev",
          { PULUMI_BACKEND_URL: "file:///nowhere/at/all" },
          1,
          /Pulumi's CLI cannot reach its backend, at reading the stack's config\n {2}→ (?:npx )?pulumi whoami/,
        ],
        [
          "dev",
          { PULUMI_CONFIG_PASSPHRASE: "another one" },
          2,
          /the stack's passphrase is not the right one\n/,
        ],
      ];
    const check = async ([stack, wrong, exit, expected]: (typeof cases)[number]): Promise<void> => {
      const env = { ...project.env, ...wrong };
      const args = ["--stack", stack];
      const { code, stderr } = await setup(own, own, args, { cwd: project.folder, env });
      assert.equal(code, exit, stderr);
      assert.match(stderr, new RegExp(`^- Reading the stack's config\nerror: ${expected.source}`));
      assert.equal(stderr.split("\n").length, 4, "one line, and what helps");
    };
    await Promise.all(cases.map(check));
    const nowhere = await setup(own, own, ["--stack", "dev"], { env: project.env });
    assert.equal(nowhere.code, 2);
    assert.match(
      nowhere.stderr,
      /error: this folder (is not in a Pulumi project|holds no Pulumi\.yaml)/,
    );
  });
});

describe("setup-secrets on a damaged config file", function () {
  this.timeout(SCRIPTS_TIMEOUT_MS);

  it("names the file, and how to restore it", async function () {
    skipWithoutCli(this);
    const project = await makeStackProject();
    const run = () =>
      setup(own, own, ["--stack", "dev"], { cwd: project.folder, env: project.env });
    assert.equal((await run()).code, 0);
    const whole = project.configFile();
    for (const [text, expected] of [
      ["config: [unclosed\n", /error: Pulumi\.dev\.yaml is not valid: /],
      [whole.replace(/encryptionsalt: .*/, "encryptionsalt: v1:broken"), /cannot be decrypted: /],
      [
        whole.replace(/encryptionsalt: .*\n/, ""),
        /error: the encrypted values in Pulumi\.dev\.yaml/,
      ],
    ] as const) {
      writeFileSync(join(project.folder, "Pulumi.dev.yaml"), text);
      const { code, stderr } = await run();
      assert.equal(code, 2, stderr);
      assert.match(stderr, expected);
      assert.match(stderr, /→ .*restore (it|Pulumi\.dev\.yaml) from git/);
    }
  });
});
