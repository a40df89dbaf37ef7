import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PolicyPackClient } from "../../../offline/analyzer/client";
import { temporaryFolder } from "../../support/temporaryFolder";
import {
  projectFolder,
  removeFolders,
  ROOT,
  runHere,
  SMALL_PROJECT,
  SMALL_STACK,
  smallProgram,
} from "../support/previews";

/** A policy that gives a topic a name if its level allows a remediation, and otherwise reports a topic without a name. */
const NAMING = `
const { PolicyPack } = require("@pulumi/policy");
const isTopic = (args) => args.type === "aws:sns/topic:Topic";
new PolicyPack("naming", { policies: [{
  name: "named",
  description: "Topics have a display name.",
  enforcementLevel: "remediate",
  remediateResource: (args) => isTopic(args) ? { ...args.props, displayName: "by-the-policy" } : undefined,
  validateResource: (args, report) => {
    if (isTopic(args) && args.props.displayName === undefined) report("no name");
  },
}] });
`;

/** A pack that says on its standard error whether ts-node is loaded. */
const TS_NODE_REPORTER = `
const { PolicyPack } = require("@pulumi/policy");
console.error("ts-node:", Object.keys(require.cache).some((file) => /ts-node.dist.index/.test(file)));
new PolicyPack("telling", { policies: [] });
`;

// Shows how the offline preview runs other packs. Does not show how Pulumi's engine remediates and loads TypeScript: this was
// read in its source.
describe("offline preview: packs that are not this project's", function () {
  this.timeout(120_000);
  after(removeFolders);

  it("change a resource only if the policy has the level remediate", async () => {
    const folder = projectFolder({
      program: smallProgram('new Resource("aws:sns/topic:Topic", "topic", {});'),
      project: SMALL_PROJECT,
      stack: SMALL_STACK,
      pack: NAMING,
    });
    const remediated = await runHere(["--json"], folder);
    assert.equal(remediated.code, 0, remediated.stderr);
    assert.match(remediated.stdout, /by-the-policy/);
    const file = join(folder, "policies.json");
    writeFileSync(file, JSON.stringify({ named: "mandatory" }));
    const refused = await runHere(["--json", "--policy-pack-config", file], folder);
    assert.equal(refused.code, 1);
    assert.doesNotMatch(refused.stdout, /by-the-policy/);
    assert.match(refused.stdout, /no name/);
  });

  it("load ts-node if they are in TypeScript, but not if they are in JavaScript", async () => {
    assert.match(await startOutput("main.js", TS_NODE_REPORTER), /ts-node: false/);
    assert.match(await startOutput("index.ts", TS_NODE_REPORTER), /ts-node: true/);
  });

  it("in TypeScript are checked by the compiler, as Pulumi's runner does it", async () => {
    await assert.rejects(
      startOutput("index.ts", `const port: number = "none";\n${TS_NODE_REPORTER}`),
      /Type 'string' is not assignable to type 'number'/,
    );
  });

  /** The text that a pack of one file prints when it starts in a process of its own. */
  async function startOutput(main: string, text: string): Promise<string> {
    const folder = join(temporaryFolder("other"), "policy");
    mkdirSync(folder);
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name: "other", version: "0.0.1", main }),
    );
    writeFileSync(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(join(folder, main), text);
    const pack = await PolicyPackClient.start(folder, undefined);
    await pack.info();
    pack.stop();
    return pack.stderr();
  }
});
