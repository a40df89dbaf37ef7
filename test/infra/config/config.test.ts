import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ConfigReader } from "../../../infra/config/reader";
import { CREDENTIALS } from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import { FAULT, faultsOf, load } from "../../support/program/configFaults";
import { devStack, PROJECT } from "../../support/program/devStack";
import { promiseOf } from "../../support/program/mocks";

// Shows how config is read. Does not judge the defaults: each component's tests see them as inputs.

describe("loadConfig", () => {
  const five = sampleCredentials();
  const six = { ...five, TWILIO_AUTH_TOKEN_NEXT: sampleCredentials().TWILIO_AUTH_TOKEN };
  for (const [title, values] of [
    ["gives each credential as a Pulumi secret", five],
    ["gives a sixth, the next auth token, during a rotation", six],
  ] as const) {
    it(title, async () => {
      const { credentials } = await load({}, values);
      assert.deepEqual(Object.keys(credentials), Object.keys(values));
      assert.deepEqual(await promiseOf(pulumi.output(credentials)), values);
      for (const [name, value] of Object.entries(credentials)) {
        assert.ok(pulumi.Output.isInstance(value) && (await pulumi.isSecret(value)), name);
      }
    });
  }

  it("takes objects and lists", async () => {
    const { service } = await load({
      environment: '{"STT_MODEL":"nova-3","RATE":8000,"VAD":true,"constructor":"plain"}',
      bedrockModels: '["anthropic.claude-3-5-haiku-20241022-v1:0"]',
    });
    assert.deepEqual(service.container.environment, {
      STT_MODEL: "nova-3",
      RATE: "8000",
      VAD: "true",
      constructor: "plain",
    });
    assert.deepEqual(service.bedrockModels, ["anthropic.claude-3-5-haiku-20241022-v1:0"]);
  });

  it("leaves keys of other namespaces alone", async () => {
    await load({ "aws:profile": "x", "pulumi:tags": "{}" });
  });

  it("reads exactly the keys that Pulumi.yaml declares", async () => {
    const read = await keysRead(() => load({}));
    assert.deepEqual([...read].sort(), [...PROJECT.config.keys()].sort());
  });

  it("has only the defaults of Pulumi.yaml: a key without a value is a fault, or means that nothing is set", async () => {
    const keys = [...PROJECT.config]
      .filter(([, { type }]) => type !== "string")
      .map(([key]) => key);
    for (const key of keys) {
      if (["object", "array"].includes(PROJECT.config.get(key)?.type ?? "")) continue;
      const [fault] = await faultsOf({ [key]: undefined });
      assert.ok(fault?.startsWith(`${key}: expected`), key);
    }
  });
});

describe("loadConfig lists every fault at once", () => {
  it("missing credentials, an illegal size, no image, an unknown key, no region", async () => {
    const faults = await faultsOf({
      ...Object.fromEntries(CREDENTIALS.map(({ configKey }) => [configKey, undefined])),
      memory: "1024",
      image: undefined,
      desiredcount: "3",
      "aws:region": undefined,
    });
    for (const fault of faults) assert.match(fault, FAULT);
    assert.deepEqual(faults.map((fault) => fault.split(/:? (is|expected|unknown)/)[0]).sort(), [
      "aws:region",
      "desiredcount",
      "image and buildContext",
      "memory",
      "twilioAccountSid",
      "twilioApiSecret",
      "twilioApiSid",
      "twilioAuthToken",
      "twilioPhoneNumber",
    ]);
  });

  it("a malformed value of every key that requires a form", async () => {
    const prefix = `${PROJECT.name}:`;
    const keys = Object.keys(devStack().config)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
    const faults = await faultsOf(Object.fromEntries(keys.map((key) => [key, "~"])));
    for (const fault of faults) assert.match(fault, FAULT);
    for (const key of keys) {
      // A folder may have any name.
      if (key === "buildContext") continue;
      assert.ok(
        faults.some((fault) => new RegExp(`^${key}\\b`).test(fault)),
        `${key} lacks a fault`,
      );
    }
  });
});

/** The keys that an action reads through {@link ConfigReader}, all of whose methods read through text(). */
async function keysRead(action: () => Promise<unknown>): Promise<Set<string>> {
  const keys = new Set<string>();
  const text: unknown = Reflect.get(ConfigReader.prototype, "text");
  assert.ok(typeof text === "function");
  ConfigReader.prototype.text = function (this: ConfigReader, key: string): string {
    keys.add(key);
    return String(Reflect.apply(text, this, [key]));
  };
  try {
    await action();
  } finally {
    Reflect.set(ConfigReader.prototype, "text", text);
  }
  return keys;
}
