import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PolicyPackClient } from "../../../offline/analyzer/client";
import type { WireObject } from "../../../offline/engine/wire";
import { resource } from "../../support/policy/policyPack";
import { startWarm } from "../../support/processes/warmNode";
import { temporaryFolder } from "../../support/temporaryFolder";
import { FILTERS } from "../corpus/template";
import { generateValues, ownConfig } from "../corpus/values";
import { archiveOnWire, fileArchiveOnWire, fileAssetOnWire } from "../../support/policy/assets";

const PACK = join(__dirname, "../../../policy");

// Shows that files behind assets are searched. Does not show which path the engine sends for an asset:
// test/engine/policy/firstPreview.test.ts does.
describe("files behind assets", () => {
  const values = generateValues(randomBytes(8).toString("hex"));
  const settings = `LEVEL=info\nTOKEN=${values["AUTH_TOKEN"] ?? ""}\n`;
  let folder: string;
  let pack: PolicyPackClient;

  before(async () => {
    folder = temporaryFolder("assets");
    await mkdir(join(folder, "program", "below"), { recursive: true });
    await writeFile(join(folder, "Pulumi.yaml"), "name: some-program\nmain: program/\n");
    await writeFile(join(folder, "program", "settings.env"), settings);
    await writeFile(join(folder, "program", "harmless.env"), "LEVEL=info\n");
    await mkdir(join(folder, "program", "code", "config"), { recursive: true });
    await writeFile(join(folder, "program", "code", "config", "app.env"), settings);
    const zip = Buffer.from(FILTERS["zip"]?.(settings, "") ?? "", "base64");
    await writeFile(join(folder, "program", "code.zip"), zip);
    const own = Object.entries(ownConfig(values)).map(
      ([key, value]) => [`p:${key}`, value] as const,
    );
    const config: Record<string, string> = Object.fromEntries(own);
    const stack = { project: "p", stack: "test", dryRun: true, config };
    const environment = { ...process.env, PWD: join(folder, "program", "below") };
    pack = await PolicyPackClient.start(PACK, stack, environment, undefined, startWarm);
  });

  after(async () => {
    pack.stop();
    await rm(folder, { recursive: true });
  });

  async function messages(inputs: WireObject): Promise<string[]> {
    const found = await pack.analyze(resource("aws:s3/bucketObject:BucketObject", inputs));
    return found.map(({ policy, message }) => `${policy}: ${message}`);
  }

  it("are read, by an absolute path or a path from the program's folder", async () => {
    for (const path of ["settings.env", "./settings.env", join(folder, "program/settings.env")]) {
      const [message = "nothing"] = await messages({ source: fileAssetOnWire(path) });
      assert.match(
        message,
        /^own-credential-in-plain: .*\n.*source\.contents holds TWILIO_AUTH_TOKEN/,
      );
    }
  });

  it("are read in archives, too", async () => {
    const assets = { "a.env": fileAssetOnWire("settings.env") };
    for (const code of [archiveOnWire(assets), fileArchiveOnWire("code.zip")]) {
      assert.match((await messages({ code })).join("\n"), /own-credential-in-plain/);
    }
  });

  it("are read in folders, too", async () => {
    const found = (await messages({ code: fileArchiveOnWire("code") })).join("\n");
    assert.match(found, /code\.contents\.config\/app\.env holds TWILIO_AUTH_TOKEN/);
  });

  it("raise no alarm when they are harmless, missing or folders", async () => {
    for (const path of ["harmless.env", "missing.env", "below"]) {
      assert.deepEqual(await messages({ source: fileAssetOnWire(path) }), []);
    }
  });
});
