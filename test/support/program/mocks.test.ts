import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Key } from "@pulumi/aws/kms";
import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager";
import { isSecret } from "../../../offline/engine/wire";
import { mockStack, promiseOf } from "./mocks";

// Shows what the helper records. Does not show that the real engine gets the same: the tests of the offline preview do.
describe("mockStack", () => {
  it("records inputs with their secret marks, and answers with the model's ids", async () => {
    const recorded = await mockStack();
    const key = new Key("key", {});
    const secret = new Secret("twilio", { name: "a/b", kmsKeyId: key.arn });
    new SecretVersion("twilio", { secretId: secret.id, secretString: pulumi.secret("{}") });
    assert.match(
      await promiseOf(secret.arn),
      /^arn:aws:secretsmanager:eu-north-1:\d{12}:secret:a\/b-[A-Za-z0-9]{6}$/,
    );
    await recorded.settled();
    const { inputs } = recorded.only("aws:secretsmanager/secretVersion:SecretVersion");
    assert.ok(isSecret(inputs["secretString"]));
    assert.equal(inputs["secretId"], await promiseOf(secret.arn));
    assert.equal(
      recorded.inputsOf("aws:secretsmanager/secretVersion:SecretVersion")["secretString"],
      "{}",
    );
  });

  it("clears the config and the record of the earlier call", async () => {
    const recorded = await mockStack({ config: { "pipecat-phone-service:x": "1" } });
    assert.deepEqual(recorded.registrations, []);
    assert.equal(new pulumi.Config().get("x"), "1");
    await mockStack();
    assert.equal(new pulumi.Config().get("x"), undefined);
  });

  it("leaves computed outputs unknown on a preview", async () => {
    const recorded = await mockStack({ preview: true });
    const key = new Key("key", { description: "known" });
    let applied = false;
    key.arn.apply(() => (applied = true));
    assert.equal(await promiseOf(key.description), "known");
    await recorded.settled();
    assert.equal(applied, false);
  });

  it("refuses a type that the model does not know, naming where to add it", async () => {
    await mockStack();
    class Unmodelled extends pulumi.CustomResource {
      constructor(name: string) {
        super("aws:nowhere/thing:Thing", name);
      }
    }
    const thing = new Unmodelled("thing");
    await assert.rejects(promiseOrFault(thing.urn), /offline\/aws\/services/);
  });
});

/** Value of the output. Rejects after a failed registration, which `apply` shows only as an unhandled rejection. */
async function promiseOrFault(output: pulumi.Output<string>): Promise<unknown> {
  return await new Promise((resolve, reject) => {
    const listener = (reason: unknown): void => {
      process.off("unhandledRejection", listener);
      reject(reason instanceof Error ? reason : new Error(String(reason)));
    };
    process.on("unhandledRejection", listener);
    output.apply(resolve);
  });
}
