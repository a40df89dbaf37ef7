import assert from "node:assert/strict";
import { ALL_CREDENTIALS } from "../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../offline/config/credentials";
import { rotatingCredentials } from "../support/twilio/twilioCredentials";
import { isRecord, isSecret } from "../../offline/engine/wire";
import { assertHoldsNoCredential, formsOf } from "../support/leaks/canary";
import { capture } from "../support/leaks/capture";
import {
  failingProgram,
  type ProgramRun,
  registrationOf,
  runProgram,
} from "../support/program/program";

// Covers all that the program sends, returns as an output and prints. Does not cover the engine's state file and the CLI's display.

const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

describe("a credential leaves the program only in the secret's value", () => {
  const cases = [
    { title: "on an update", preview: false, credentials: sampleCredentials() },
    { title: "on a first preview", preview: true, credentials: sampleCredentials() },
    { title: "during a rotation", preview: false, credentials: rotatingCredentials() },
  ];
  for (const { title, preview, credentials } of cases) {
    describe(title, () => {
      let run: ProgramRun;
      let printed: string;

      before(async () => {
        ({ result: run, printed } = await capture(() => runProgram({ preview, credentials })));
      });

      it("and is in no other input", () => {
        const others = run.registrations.map(({ type, inputs, ...rest }) => {
          const { secretString, ...shown } = inputs;
          assert.equal(secretString !== undefined, type === VERSION, type);
          return { type, inputs: shown, ...rest };
        });
        assertHoldsNoCredential(JSON.stringify(others), run.credentials);
      });

      it("and is in no output of a component or of the stack", () => {
        assertHoldsNoCredential(
          JSON.stringify([run.outputs, ...run.componentOutputs]),
          run.credentials,
        );
      });

      it("and is never printed", () => {
        assertHoldsNoCredential(printed, run.credentials);
      });

      it("which is marked as a secret and holds exactly the credentials", () => {
        const { secretString } = registrationOf(run, VERSION).inputs;
        assert.ok(isSecret(secretString), "secretString is marked on the wire");
        assert.ok(typeof secretString.value === "string");
        assert.deepEqual(JSON.parse(secretString.value), { ...run.credentials });
      });

      it("and nothing else is marked as a secret, except CloudFront's origin header", () => {
        assert.deepEqual(secretPaths(run).sort(), [
          "aws:cloudfront/distribution:Distribution.origins[0].customHeaders[0].value",
          "aws:lb/listenerRule:ListenerRule.conditions[0].httpHeader.values[0]",
          `${VERSION}.secretString`,
        ]);
      });
    });
  }

  it("and is not in the error about a faulty config", async () => {
    for (const { name, configKey } of ALL_CREDENTIALS) {
      const credentials = rotatingCredentials();
      const overrides = { [configKey]: `${credentials[name]}-`, memory: "1" };
      const { printed, result } = await capture(() => failingProgram({ credentials, overrides }));
      assert.ok(result.error instanceof Error);
      const { message, stack = "" } = result.error;
      assertHoldsNoCredential([message, stack, printed].join("\n"), credentials);
    }
  });
});

describe("the canary itself", () => {
  for (const { name } of ALL_CREDENTIALS) {
    it(`finds ${name} in every form, anywhere in a text`, () => {
      const credentials = rotatingCredentials();
      const value = credentials[name];
      const leaks = [
        ...formsOf(value).map(([, form]) => `{"A":"before ${form} after"}`),
        JSON.stringify({ url: `wss://x/?a=${encodeURIComponent(`id ${value}`)}` }),
        ...["", "a", "ab", "abc"].map((lead) =>
          Buffer.from(`${lead}${value}:tail`).toString("base64url"),
        ),
        Buffer.from(`x${value}`).toString("hex").toUpperCase(),
      ];
      for (const leak of leaks)
        assert.throws(() => {
          assertHoldsNoCredential(leak, credentials);
        });
      assertHoldsNoCredential("nothing of the kind", credentials);
    });
  }
});

/** The property paths, in inputs and outputs, of values that are marked as secrets. */
function secretPaths(run: ProgramRun): string[] {
  const roots = [
    ...run.registrations.map(({ type, inputs }) => [type, inputs] as const),
    ...run.componentOutputs,
    ["stack", run.outputs] as const,
  ];
  return roots.flatMap(([path, value]) => marksIn(value, path));
}

function marksIn(value: unknown, path: string): string[] {
  if (isSecret(value)) return [path];
  if (Array.isArray(value))
    return value.flatMap((part, index) => marksIn(part, `${path}[${index}]`));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => marksIn(part, `${path}.${key}`));
}
