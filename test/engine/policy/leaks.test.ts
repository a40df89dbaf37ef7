import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../../offline/engine/wire";
import type { EngineStack } from "../support/engineStack";
import { useLab } from "../support/lab";
import { leaksIn } from "../support/leaks";
import { assertOk } from "../support/run";

// Shows where a credential is after each command. The providers are simulated: what the AWS provider itself prints is not shown.
describe("A credential on the real engine", function () {
  this.timeout(600_000);
  const lab = useLab();

  it("is in no output of the CLI, in no event and in no state", async () => {
    const stack = await lab().stack("silent");
    const preview = assertOk(await stack.preview());
    const up = assertOk(await stack.up());
    const state = await stack.exported();
    lab().control.faults = { refuse: { "aws:kms/key:Key": "ThrottlingException: Rate exceeded" } };
    const failed = await stack.destroy();
    lab().control.faults = {};
    assert.equal(failed.ok, false);
    for (const { output, events } of [preview, up, failed]) {
      assertSilent(output, stack);
      assertSilent(JSON.stringify(events), stack);
    }
    for (const args of [
      ["stack", "output", "--json", "--show-secrets"],
      ["stack", "export"],
    ]) {
      assertSilent(await stack.pulumi(args), stack);
    }
    assertSilent(JSON.stringify(state), stack);
    for (const file of filesBelow(lab().backendFolder)) {
      assertSilent(readFileSync(file, "utf8"), stack);
    }
  });

  it("is in AWS Secrets Manager, and as ciphertext in the state", async () => {
    const stack = await lab().stack("kept");
    assertOk(await stack.up());
    const [version] = resourcesIn(await stack.exported()).filter(({ type }) =>
      String(type).endsWith(":SecretVersion"),
    );
    for (const part of ["inputs", "outputs"]) {
      const properties = version?.[part];
      const secret = isRecord(properties) ? properties["secretString"] : undefined;
      assert.ok(isRecord(secret) && typeof secret["ciphertext"] === "string", `${part} encrypted`);
    }
    const things = lab().things(stack);
    const holders = things.filter(
      ({ inputs }) => leaksIn(JSON.stringify(inputs), stack.credentials).length > 0,
    );
    assert.deepEqual(
      holders.map(({ type }) => type),
      ["aws:secretsmanager/secretVersion:SecretVersion"],
      "AWS gets the values in one request, and no other",
    );
    const exported = await stack.pulumi(["stack", "export", "--show-secrets"]);
    assert.equal(leaksIn(exported, stack.credentials).length, 5, "the search finds what is there");
  });

  it("is in no error about a wrong credential", async () => {
    const stack = await lab().stack("wrong");
    const { TWILIO_API_SID, TWILIO_AUTH_TOKEN } = stack.credentials;
    const wrong = {
      TWILIO_AUTH_TOKEN: `${TWILIO_AUTH_TOKEN}0`,
      TWILIO_API_SID: `${TWILIO_API_SID}-`,
    };
    await stack.setCredentials(wrong);
    const run = await stack.preview();
    assert.equal(run.ok, false);
    assert.match(run.output, /twilioAuthToken .*pulumi config set --secret twilioAuthToken/);
    assert.match(run.output, /twilioApiSid .*pulumi config set --secret twilioApiSid/);
    assertSilent(run.output, stack);
    assertSilent(JSON.stringify(run.events), stack);
  });
});

function assertSilent(text: string, stack: EngineStack): void {
  assert.deepEqual(leaksIn(text, stack.credentials), []);
}

function resourcesIn(state: Readonly<Record<string, unknown>>): Record<string, unknown>[] {
  const resources = state["resources"];
  return Array.isArray(resources) ? resources.filter(isRecord) : [];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
