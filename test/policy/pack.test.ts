import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { EnforcementLevel, PolicySeverity } from "@pulumi/pulumi/proto/analyzer_pb";
import type { PolicyPackClient } from "../../offline/analyzer/client";
import { UNKNOWN_ON_WIRE } from "../../offline/engine/wire";
import { resource, ruleAndLevel, startPack } from "../support/policy/policyPack";
import { generateValues, ownConfig } from "./corpus/values";

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const OWN_RULE = "own-credential-in-plain";
const SENTINELS = /^unknown\w+Value$/;

// Runs the pack without an engine: test/engine runs a real one.
describe("the policy pack", () => {
  const values = generateValues(randomBytes(8).toString("hex"));
  let pack: PolicyPackClient;

  before(async () => {
    pack = await startPack(ownConfig(values), { process: true });
  });

  after(() => {
    pack.stop();
  });

  it("describes each rule's severity, fix and source, and every rule is mandatory except for two advisories", async () => {
    const { policiesList } = (await pack.info()).toObject();
    for (const policy of policiesList) {
      assert.ok(policy.description !== "" && policy.remediationSteps !== "", policy.name);
      assert.notEqual(policy.severity, PolicySeverity.POLICY_SEVERITY_UNSPECIFIED, policy.name);
    }
    const advisory = policiesList.filter(
      ({ enforcementlevel }) => enforcementlevel === EnforcementLevel.ADVISORY,
    );
    assert.deepEqual(
      advisory.map(({ name }) => name),
      ["assets-read-to-the-end", "own-credentials-known"],
    );
  });

  it("recognises every kind of unknown value, by the SDK's own constants", async () => {
    const constants: Record<string, unknown> = await import("@pulumi/policy/proxy.js");
    const sentinels = Object.entries(constants).filter(([name]) => SENTINELS.test(name));
    assert.equal(sentinels.length, 7);
    for (const [name, sentinel] of sentinels) {
      const found = await pack.analyze(
        resource(TASK_DEFINITION, { containerDefinitions: String(sentinel) }, { name }),
      );
      assert.deepEqual(ruleAndLevel(found), [["readable-container-settings", "mandatory"]], name);
    }
  });

  it("accepts unknown container definitions in a component whose inputs show the containers", async () => {
    const environment = [{ name: "HOST", value: UNKNOWN_ON_WIRE }];
    const shown = { containerDefinitions: [{ name: "app", image: UNKNOWN_ON_WIRE, environment }] };
    const component = resource("acme:index:Service", shown, { name: "shown" });
    const blind = { containerDefinitions: UNKNOWN_ON_WIRE };
    assert.deepEqual(await pack.analyze(component), []);
    const below = resource(TASK_DEFINITION, blind, { name: "below", parent: component.urn });
    assert.deepEqual(await pack.analyze(below), []);
    const beside = resource(TASK_DEFINITION, blind, { name: "beside", parent: "urn:other" });
    assert.deepEqual(ruleAndLevel(await pack.analyze(beside)), [
      ["readable-container-settings", "mandatory"],
    ]);
  });

  it("does not accept a component without readable containers in its inputs", async () => {
    const shown = { containerDefinitions: [{ name: "app", environment: UNKNOWN_ON_WIRE }] };
    const component = resource("acme:index:Service", shown, { name: "hidden" });
    const blind = { containerDefinitions: UNKNOWN_ON_WIRE };
    assert.equal((await pack.analyze(component)).length, 1);
    const below = resource(TASK_DEFINITION, blind, { name: "b", parent: component.urn });
    assert.equal((await pack.analyze(below)).length, 1);
  });

  it("refuses a policy config with an unknown key or a value of another type", async () => {
    for (const properties of [{ guardedConfigKey: ["x"] }, { guardedConfigKeys: "x" }]) {
      await pack.configure({ [OWN_RULE]: { enforcementLevel: "mandatory", properties } });
      await assert.rejects(
        pack.analyze(resource("a:b:C", {})),
        /policy config of .*own-credential/,
      );
    }
    await pack.configure({});
  });

  it("checks resource options that the engine sends", async () => {
    const path = `tags["${values["AUTH_TOKEN"] ?? ""}"]`;
    for (const options of [{ ignoreChanges: [path] }, { additionalSecretOutputs: [path] }]) {
      const found = await pack.analyze({ ...resource("acme:index:Thing", {}), options });
      assert.deepEqual(ruleAndLevel(found), [[OWN_RULE, "mandatory"]]);
    }
  });

  it("takes a rule's level from the policy config", async () => {
    const leak = resource("acme:index:Thing", { text: values["AUTH_TOKEN"] ?? "" });
    assert.deepEqual(ruleAndLevel(await pack.analyze(leak)), [[OWN_RULE, "mandatory"]]);
    await pack.configure({ [OWN_RULE]: { enforcementLevel: "advisory" } });
    assert.deepEqual(ruleAndLevel(await pack.analyze(leak)), [[OWN_RULE, "advisory"]]);
    await pack.configure({});
  });
});
