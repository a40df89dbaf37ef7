import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { PolicyPackClient } from "../../../offline/analyzer/client";
import type { WireObject } from "../../../offline/engine/wire";
import { resource, startPack } from "../../support/policy/policyPack";

const CONNECTION = "aws:cloudwatch/eventConnection:EventConnection";
const GITHUB_SECRET = "github:index/actionsSecret:ActionsSecret";

// Shows which places the pack accepts as encrypted. Does not prove that a service really encrypts them: the pack relies on the config.
describe("the places that a service keeps encrypted", () => {
  const token = randomBytes(16).toString("hex");
  let pack: PolicyPackClient;

  beforeEach(async () => {
    pack = await startPack({ twilioAuthToken: token });
  });

  afterEach(() => {
    pack.stop();
  });

  async function configure(properties: WireObject): Promise<void> {
    const settings = { enforcementLevel: "mandatory", properties } as const;
    await pack.configure({ "own-credential-in-plain": settings });
  }

  async function rulesAgainst(type: string, inputs: WireObject): Promise<string[]> {
    const found = await pack.analyze(resource(type, inputs));
    return found.filter(({ level }) => level === "mandatory").map(({ policy }) => policy);
  }

  it("are a connection's authParameters by default, and nothing else of the connection", async () => {
    await configure({});
    const basic = { username: "main", password: token };
    assert.deepEqual(await rulesAgainst(CONNECTION, { authParameters: { basic } }), []);
    const described = await rulesAgainst(CONNECTION, { authParameters: {}, description: token });
    assert.deepEqual(described, ["own-credential-in-plain"]);
  });

  it("are those that the config names, by type and path", async () => {
    await configure({
      encryptedPlaces: [
        { type: GITHUB_SECRET, path: "plaintextValue" },
        { type: "vault:kv/secretV2:SecretV2", path: "options.token" },
      ],
    });
    assert.deepEqual(await rulesAgainst(GITHUB_SECRET, { plaintextValue: token }), []);
    const vault = "vault:kv/secretV2:SecretV2";
    assert.deepEqual(await rulesAgainst(vault, { options: { token, x: 1 } }), []);
    assert.ok((await rulesAgainst(vault, { options: { other: token } })).length > 0);
    assert.ok(
      (await rulesAgainst("github:index/other:Other", { plaintextValue: token })).length > 0,
    );
  });

  it("are only those in the config, if the config names any", async () => {
    await configure({ encryptedPlaces: [] });
    const basic = { password: token };
    assert.ok((await rulesAgainst(CONNECTION, { authParameters: { basic } })).length > 0);
  });

  it("are refused without a type or a path", async () => {
    await assert.rejects(async () => {
      await configure({ encryptedPlaces: [{ type: CONNECTION }] });
      await rulesAgainst(CONNECTION, {});
    });
  });
});
