import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { refuseEsc } from "../../../scripts/rotation/prepare";
import { credentialsFromEsc, escNote } from "../../../scripts/stack/escCredentials";
import { ScriptError } from "../../../scripts/terminal/scriptError";
import { temporaryFolder } from "../../support/temporaryFolder";

const ALL = { "phone:twilioAuthToken": { value: "a" }, "phone:twilioApiSid": { value: "b" } };

/** A project whose stack `dev` has a config file with this content. */
function projectWith(stackFile: string): string {
  const folder = temporaryFolder("project");
  writeFileSync(join(folder, "Pulumi.yaml"), "name: phone\nruntime: nodejs\n");
  writeFileSync(join(folder, "Pulumi.dev.yaml"), stackFile);
  return folder;
}

// Environments exist only in Pulumi Cloud, so a stack that imports one cannot be opened here.
// The test covers only the check of the stack's file.
describe("Credentials that come from a Pulumi ESC environment", () => {
  const imported = projectWith(
    "environment: [phone/twilio]\nconfig:\n  phone:twilioApiSid:\n    secure: v1:x\n",
  );

  it("are those that the config has and the stack's file does not", () => {
    assert.deepEqual(credentialsFromEsc(imported, "acme/phone/dev", ALL), ["twilioAuthToken"]);
    const own = projectWith("config:\n  phone:twilioApiSid:\n    secure: v1:x\n");
    assert.deepEqual(credentialsFromEsc(own, "dev", ALL), []);
    assert.deepEqual(credentialsFromEsc(imported, "dev", {}), [], "they are nowhere yet");
  });

  it("setup-secrets and adopt-secret say that the stack's file now takes precedence", () => {
    const note = escNote(imported, "dev", ALL) ?? "";
    assert.match(note, /^note: twilioAuthToken came from a Pulumi ESC environment so far/);
    assert.match(note, /writes into Pulumi\.dev\.yaml, whose values win over the environment's/);
    assert.equal(escNote(imported, "dev", {}), undefined);
  });

  it("rotate-credentials refuses them with exit code 2: the environment would keep the old ones", () => {
    const isRefusal = (error: unknown) =>
      error instanceof ScriptError &&
      error.exitCode === 2 &&
      error.message.includes("twilioAuthToken come from a Pulumi ESC environment");
    assert.throws(() => {
      refuseEsc(credentialsFromEsc(imported, "dev", ALL));
    }, isRefusal);
    refuseEsc([]);
  });
});
