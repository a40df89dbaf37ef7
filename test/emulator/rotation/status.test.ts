import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { assertNoCredential } from "../../support/twilio/twilioCredentials";
import { assertWhole, useRotationLab } from "./support";

// Pulumi's CLI and the scripts are real. AWS and Twilio are simulated, and so are changes that somebody makes in Twilio's console.
describe("rotate-credentials --status, in the states that a person must understand", function () {
  this.timeout(600_000);
  const lab = useRotationLab();

  /** Asserts what `--status` says, in a table and as JSON, and that it changes nothing. */
  async function assertStatus(state: string, next: string, ...expected: RegExp[]): Promise<void> {
    const before = [lab().project.configFile(), ...lab().account.audit];
    const table = await lab().rotate(["--status"]);
    for (const each of expected) assert.match(table.stdout, each, table.stderr);
    assert.match(table.stdout, new RegExp(`\\n${state} {2,3}\\w`));
    const failed = table.stdout.includes("FAIL");
    assert.equal(table.code, failed ? 1 : 0, table.stderr);
    const { code, stdout } = await lab().rotate(["--status", "--json"]);
    assert.equal(code, table.code);
    const json: unknown = JSON.parse(stdout);
    const said: unknown[] = ["state", "next", "ok"].map((name): unknown =>
      Reflect.get(Object(json), name),
    );
    assert.deepEqual(said, [state, next, !failed]);
    const config = await lab().config();
    assertNoCredential(table.stdout + table.stderr + stdout, {
      ...lab().credentials(),
      TWILIO_AUTH_TOKEN: config["twilioAuthToken"] ?? "",
    });
    assert.deepEqual([lab().project.configFile(), ...lab().account.audit], before);
  }

  it("S0x, S2, E1, S3 and E2; the advice in E2 helps", async () => {
    const { account } = lab();
    const own = account.primary;

    [account.primary, account.secondary] = [token(), own];
    const signs = /FAIL {2}webhooks +are signed with: another token/;
    await assertStatus(
      "S0x",
      "stop",
      signs,
      /next +(?:npx )?pulumi config set --secret twilioAuthT/,
    );
    [account.primary, account.secondary] = [own, undefined];

    await lab().rotateToPromotion();
    const next = lab().account.secondary;
    assert.ok(next !== undefined);
    const both = /ok {4}next token +Twilio accepts it/;
    await assertStatus("S2", "promote", both, /note {2}setup-secrets +is refused while this lasts/);

    account.secondary = undefined;
    await assertStatus(
      "E1",
      "stop",
      /FAIL {2}next token +Twilio does not/,
      /next +npm run .* --undo/,
    );
    const stopped = await lab().rotate([]);
    assert.equal(stopped.code, 1);
    assert.match(
      stopped.stderr,
      /error: the next token does not work: somebody removed or replaced/,
    );

    [account.primary, account.secondary] = [next, undefined];
    await assertStatus("S3", "takeOver", /note {2}auth token +no longer works: the next one is/);

    account.primary = token();
    await assertStatus("E2", "stop", /FAIL {2}auth token +Twilio does not accept it/);
    const lost = await lab().rotate([]);
    const advice = /→ (?:npx )?pulumi (config set --secret twilioAuthToken --stack dev) asks for/;
    const [, command = ""] = advice.exec(lost.stderr) ?? [];
    assert.notEqual(command, "", lost.stderr);
    const { env, folder: cwd } = lab().project;
    execFileSync("pulumi", command.split(" "), { cwd, env, input: account.primary });
    await assertStatus("E1", "stop");
    const undone = await lab().rotate(["--undo"]);
    assert.equal(undone.code, 0, undone.stdout + undone.stderr);
    await assertWhole(lab());
  });
});

function token(): string {
  return randomBytes(16).toString("hex");
}
