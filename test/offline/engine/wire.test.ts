import assert from "node:assert/strict";
import { isRecord } from "../../../offline/engine/wire";
import {
  projectFolder,
  removeFolders,
  runHere,
  SMALL_PROJECT,
  SMALL_STACK,
  smallProgram,
  type Run,
} from "../support/previews";

// Runs the program in Pulumi's own runner, which speaks to the offline engine over gRPC. Does not show that Pulumi's engine
// answers in the same way: the tests in test/engine/ run it.
describe("offline preview: what arrives from the program", function () {
  this.timeout(180_000);
  let first: Record<string, unknown>;
  let update: Record<string, unknown>;
  let outputs: Record<string, unknown>;
  let run: Run;

  before(async () => {
    const program = smallProgram(`
      const key = new Resource("aws:kms/key:Key", "key", {}, { arn: undefined });
      class Group extends pulumi.ComponentResource {
        constructor() {
          super("pipecat:index:Group", "group", { list: [{ plain: "p", later: key.arn, mark: pulumi.secret("s") }] });
          new Resource("aws:cloudwatch/logGroup:LogGroup", "logs", {
            kmsKeyId: key.arn,
            tags: { mark: config.requireSecret("twilioAuthToken"), plain: "p" },
          }, {}, { parent: this });
          this.registerOutputs({ done: true });
        }
      }
      new Group();
      console.log("size " + config.get("size") + " dry run " + pulumi.runtime.isDryRun());
      export const arn = key.arn;
      export const token = config.requireSecret("twilioAuthToken");
      export const joined = pulumi.jsonStringify({ token });
    `);
    const folder = projectFolder({ program, project: SMALL_PROJECT, stack: SMALL_STACK });
    run = await runHere(["--json", "--config", "size=5"], folder);
    assert.equal(run.stderr, "");
    const report: unknown = JSON.parse(run.stdout);
    assert.ok(isRecord(report) && Array.isArray(report["passes"]) && isRecord(report["outputs"]));
    [first = {}, update = {}] = report["passes"].filter(isRecord);
    outputs = report["outputs"];
  });
  after(removeFolders);

  const resource = (pass: Record<string, unknown>, name: string): Record<string, unknown> => {
    const all = Array.isArray(pass["resources"]) ? pass["resources"].filter(isRecord) : [];
    return all.find((candidate) => candidate["name"] === name) ?? {};
  };

  it("has exactly the promised keys", () => {
    const report: unknown = JSON.parse(run.stdout);
    assert.ok(isRecord(report));
    assert.deepEqual(Object.keys(report), ["stack", "credentials", "passes", "outputs"]);
    assert.deepEqual([report["stack"], report["credentials"]], ["dev", "samples"]);
    assert.deepEqual([first["name"], update["name"]], ["first-preview", "update"]);
    assert.deepEqual(Object.keys(first), ["name", "resources", "violations"]);
    assert.deepEqual(Object.keys(resource(first, "key")), [
      "type",
      "name",
      "urn",
      "parent",
      "inputs",
    ]);
  });

  it("names resources by parent, without the engine's own providers", () => {
    const urns = Array.isArray(first["resources"]) ? first["resources"].filter(isRecord) : [];
    assert.deepEqual(
      urns.map(({ parent, urn }) => [urn, parent]),
      [
        ["urn:pulumi:dev::small::pulumi:pulumi:Stack::small-dev", ""],
        ["aws:kms/key:Key::key", "pulumi:pulumi:Stack::small-dev"],
        ["pipecat:index:Group::group", "pulumi:pulumi:Stack::small-dev"],
        [
          "pipecat:index:Group$aws:cloudwatch/logGroup:LogGroup::logs",
          "pipecat:index:Group::group",
        ],
      ].map(([urn = "", parent = ""]) => [
        urn.startsWith("urn:") ? urn : `urn:pulumi:dev::small::${urn}`,
        parent === "" ? "" : `urn:pulumi:dev::small::${parent}`,
      ]),
    );
  });

  it("leaves identifiers unknown on a first preview, inside a component's inputs too", () => {
    const list = [{ later: "[unknown]", mark: "[secret]", plain: "p" }];
    assert.deepEqual(resource(first, "group")["inputs"], { list });
    const { inputs = {} } = resource(first, "logs");
    assert.ok(isRecord(inputs));
    const { kmsKeyId, tags } = inputs;
    assert.deepEqual([kmsKeyId, tags], ["[unknown]", { mark: "[secret]", plain: "p" }]);
  });

  it("knows the identifiers on an update, and keeps the marks of secrets", () => {
    const arn = /^arn:aws:kms:eu-north-1:\d{12}:key\/[0-9a-f-]{36}$/;
    const { inputs } = resource(update, "group");
    assert.ok(isRecord(inputs) && Array.isArray(inputs["list"]) && isRecord(inputs["list"][0]));
    assert.match(String(inputs["list"][0]["later"]), arn);
    assert.equal(inputs["list"][0]["mark"], "[secret]");
    assert.match(String(outputs["arn"]), arn);
    assert.deepEqual([outputs["token"], outputs["joined"]], ["[secret]", "[secret]"]);
  });

  it("gives a resource the same physical name on a first preview and on an update", () => {
    const suffix = physicalSuffix(resource(first, "logs"));
    assert.match(suffix, /^[0-9a-f]{7}$/);
    assert.equal(suffix, physicalSuffix(resource(update, "logs")));
  });
});

function physicalSuffix({ inputs }: Record<string, unknown>): string {
  return isRecord(inputs) ? String(inputs["name"]).replace(/^logs-/, "") : "";
}
