import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { PolicyPackClient } from "../../offline/analyzer/client";
import { markSecret, type WireObject } from "../../offline/engine/wire";
import { resource, startPack } from "../support/policy/policyPack";
import { generateValues, ownConfig, type CorpusValues } from "./corpus/values";
import { textAssetOnWire } from "../support/policy/assets";

/** No message may hold this many characters in a row of a value. */
const PIECE = 6;

const TYPES = [
  "aws:ecs/taskDefinition:TaskDefinition",
  "aws:secretsmanager/secret:Secret",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:lb/listener:Listener",
  "aws:ecs/service:Service",
  "acme:index:Component",
  "pulumi:pulumi:Stack",
];

/**
 * Every credential, own and foreign, in several encodings. A foreign phone number is only in plaintext: its digits prove nothing.
 */
function secrets(values: CorpusValues): string[] {
  const credentials = Object.entries(values).filter(([name]) =>
    /SID|TOKEN|SECRET|PHONE/.test(name),
  );
  const known = credentials.filter(([name]) => name !== "FOREIGN_PHONE_NUMBER");
  const encoded = known.flatMap(([, value]) => [
    value,
    Buffer.from(value).toString("base64"),
    Buffer.from(value).toString("hex"),
    encodeURIComponent(value),
    value.toUpperCase(),
    Array.from(value).reverse().join(""),
  ]);
  return [...encoded, values["FOREIGN_PHONE_NUMBER"] ?? ""];
}

/** A text in every role in a resource's inputs: value, key, name beside a value, nested text, asset, malformed JSON. */
function hostileInputs(secret: string): WireObject {
  const container = {
    name: secret,
    image: secret,
    environment: [
      { name: "TWILIO_AUTH_TOKEN", value: secret },
      { name: `TWILIO_AUTH_TOKEN_${secret}`, value: "x" },
      { name: `TWILIO_AUTH_TOKEN_${secret.slice(0, 6)}`, value: "x" },
      { name: secret, value: secret },
    ],
    secrets: [{ name: "TWILIO_AUTH_TOKEN", valueFrom: `arn:aws:x:${secret}:${secret}::` }],
    dockerLabels: { [secret]: secret },
    [secret]: { [secret]: [secret] },
  };
  return {
    containerDefinitions: JSON.stringify([container]),
    [secret]: secret,
    [`x.${secret.slice(0, 12)}`]: secret,
    [`x-${secret.slice(0, 7)}`]: secret,
    [`twilio_token.${cutUp(secret)}`]: secret,
    nested: { [secret]: [[secret], { [secret]: markSecret(secret) }] },
    malformed: `[{"${secret}": ${secret}`,
    asset: textAssetOnWire(`export ${secret}=${secret}`),
    policy: JSON.stringify({ Statement: [{ Sid: secret, Action: "*", Resource: secret }] }),
    tags: { [secret]: secret },
  };
}

function cutUp(secret: string): string {
  return (secret.match(/.{1,7}/g) ?? []).join("-");
}

// Shows that the pack's messages hold no credential. Proves nothing about the engine's own lines, which show a resource's whole URN.
describe("the pack's answer to hostile names and values", () => {
  const seed = process.env["CORPUS_SEED"] ?? randomBytes(8).toString("hex");
  const values = generateValues(seed);
  let pack: PolicyPackClient;

  before(async () => {
    pack = await startPack(ownConfig(values));
  });

  after(() => {
    pack.stop();
  });

  function assertSilent(said: string): void {
    const pieces = new Set<string>();
    for (let start = 0; start + PIECE <= said.length; start++) {
      pieces.add(said.slice(start, start + PIECE));
    }
    for (const secret of secrets(values)) {
      for (let start = 0; start + PIECE <= secret.length; start++) {
        const piece = secret.slice(start, start + PIECE);
        assert.ok(!pieces.has(piece), `a piece of a value is in a message (seed ${seed})`);
      }
    }
  }

  it("holds no value and no part of a value, whatever the rule", async () => {
    const policies = new Set<string>();
    const said: string[] = [];
    for (const [index, secret] of secrets(values).entries()) {
      const type = TYPES[index % TYPES.length] ?? "";
      const hostile = resource(type, hostileInputs(secret), { name: secret });
      const found = [...(await pack.analyze(hostile)), ...(await pack.analyzeStack([hostile]))];
      for (const { policy } of found) policies.add(policy);
      said.push(JSON.stringify(found));
    }
    const spoke = [
      "own-credential-in-plain",
      "foreign-twilio-credential-in-plain",
      "twilio-name-in-plain",
      "credential-in-outputs",
    ];
    for (const policy of spoke) assert.ok(policies.has(policy), `${policy} said nothing`);
    assertSilent(said.join("\n"));
    assertSilent(pack.stderr());
  }).timeout(120_000);

  it("holds no part of a credential in base64 that has no digit by chance", async () => {
    let encoded = "";
    while (encoded === "" || /\d/.test(encoded)) {
      encoded = Buffer.from(`AC${randomBytes(16).toString("hex")}`).toString("base64");
    }
    const found = await pack.analyze(resource("aws:lb/listener:Listener", hostileInputs(encoded)));
    assert.ok(found.length > 0);
    const said = JSON.stringify(found);
    for (let start = 0; start + PIECE <= encoded.length; start++) {
      assert.ok(!said.includes(encoded.slice(start, start + PIECE)), `at ${start}`);
    }
  });

  it("holds no value in the pack's description of itself, either", async () => {
    assertSilent(JSON.stringify((await pack.info()).toObject()));
  });

  it("names the place of a leak, the setting, the credential, how it was recognised, and the fix", async () => {
    const environment = [
      { name: "LEVEL", value: "info" },
      {
        name: "CALLBACK",
        value: Buffer.from(`x:${values["AUTH_TOKEN"] ?? ""}`).toString("base64"),
      },
    ];
    const definition = { containerDefinitions: JSON.stringify([{ name: "app", environment }]) };
    const found = await pack.analyze(
      resource("aws:ecs/taskDefinition:TaskDefinition", definition, { name: "phone" }),
    );
    const message = found.find(({ policy }) => policy === "own-credential-in-plain")?.message ?? "";
    assert.match(message, /aws:ecs\/taskDefinition:TaskDefinition "phone"/);
    assert.match(
      message,
      /containerDefinitions\[0\]\.environment\[1\]\.value \(the setting CALLBACK\)/,
    );
    assert.match(
      message,
      /holds TWILIO_AUTH_TOKEN of this stack \(own value, inside base64\)\. Remove it/,
    );
  });
});
