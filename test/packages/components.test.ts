import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { isRecord } from "../../offline/engine/wire";
import { temporaryFolder } from "../support/temporaryFolder";
import { pack, unpack } from "./packed";

const ROOT = resolve(__dirname, "../..");
const NAME = "pipecat-twilio-components";

// Shows the tarball's own files. Does not install its peer dependencies, the SDK and the AWS package: it uses this repository's.
describe("the component package's tarball", function () {
  this.timeout(180_000);
  let project: string;

  before(() => {
    project = temporaryFolder("components");
    const modules = join(project, "node_modules");
    unpack(pack("components"), join(modules, NAME));
    for (const peer of ["@pulumi", "tsx", "typescript"]) {
      symlinkSync(join(ROOT, "node_modules", peer), join(modules, peer));
    }
  });

  it("is imported as compiled JavaScript", () => {
    const script = `console.log(require.resolve("${NAME}"), Object.keys(require("${NAME}")).join())`;
    const printed = node(script);
    assert.match(printed, /dist\/index\.js /);
    assert.match(printed, /TwilioSecret/);
    assert.match(printed, /GuardedTaskDefinition/);
  });

  it("gives the schema that other languages need", () => {
    const script = `
      const { ComponentProvider } = require("@pulumi/pulumi/provider/experimental/provider");
      const { GuardedTaskDefinition, TwilioSecret } = require("${NAME}");
      const components = [TwilioSecret, GuardedTaskDefinition];
      const dirname = require("node:path").join(process.cwd(), "node_modules/${NAME}");
      new ComponentProvider({ name: "pipecat", dirname, components }).getSchema().then(console.log);`;
    const schema: unknown = JSON.parse(node(script));
    assert.ok(isRecord(schema) && isRecord(schema["resources"]));
    const secret = schema["resources"]["pipecat:index:TwilioSecret"];
    const task = schema["resources"]["pipecat:index:GuardedTaskDefinition"];
    assert.ok(isRecord(secret) && isRecord(task));
    assert.deepEqual(secret["requiredInputs"], ["credentials", "readers", "secretName"]);
    assert.deepEqual(task["requiredInputs"], [
      "containers",
      "cpu",
      "executionRoleArn",
      "family",
      "memory",
    ]);
    assert.deepEqual(Object.keys(isRecord(task["properties"]) ? task["properties"] : {}), ["arn"]);
  });

  function node(script: string): string {
    return execFileSync(process.execPath, ["-e", script], { cwd: project, encoding: "utf8" });
  }
});
