import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord, isUnknown } from "../../offline/engine/wire";
import { DOMAIN, ROOT } from "../support/program/devStack";
import { EVERYTHING } from "../support/program/options";
import { inputsOf, type ProgramRun, runProgram } from "../support/program/program";

// Shows rules for all components. The two largest stacks have every option on that adds resources. Does not cover a resource that no
// option makes.

describe("in the whole program", () => {
  let dev: ProgramRun;
  let preview: ProgramRun;
  let largest: ProgramRun;
  let gateways: ProgramRun;

  before(async () => {
    dev = await runProgram();
    preview = await runProgram({ preview: true });
    largest = await runProgram({ overrides: { ...EVERYTHING, ...DOMAIN } });
    gateways = await runProgram({ overrides: { owner: EVERYTHING.owner, egress: "nat-per-zone" } });
  });

  describe("every component", () => {
    it("passes no inputs, except that the task passes its containers", () => {
      for (const { type, inputs } of largest.registrations.filter(isComponent)) {
        const expected = type === "pipecat:index:PhoneTask" ? ["containerDefinitions"] : [];
        assert.deepEqual(Object.keys(inputs), expected, type);
      }
    });

    it("registers its outputs", () => {
      const { registrations, componentOutputs } = largest;
      const registered = [...componentOutputs.keys()].map((urn) => urn.split("::").at(-1));
      const components = registrations.filter(isComponent).map(({ name }) => name);
      assert.deepEqual(registered.sort(), components.sort());
      for (const outputs of componentOutputs.values()) assert.ok(Object.keys(outputs).length > 0);
    });

    it("is the parent of its resources, and no AWS resource has the stack as its parent", () => {
      const loose = largest.registrations.filter(
        ({ custom, parent }) => custom && parent.split("::")[2] === "pulumi:pulumi:Stack",
      );
      assert.deepEqual(loose, []);
    });
  });

  describe("the task component", () => {
    it("shows the containers that the task definition's JSON holds", () => {
      const json = inputsOf(dev, "aws:ecs/taskDefinition:TaskDefinition")["containerDefinitions"];
      assert.ok(typeof json === "string");
      const shown = inputsOf(dev, "pipecat:index:PhoneTask")["containerDefinitions"];
      assert.deepEqual(shown, JSON.parse(json));
    });

    it("shows every plaintext setting on a first preview, although the whole JSON is unknown then", () => {
      const definition = inputsOf(preview, "aws:ecs/taskDefinition:TaskDefinition");
      assert.ok(isUnknown(definition["containerDefinitions"]));
      const [known, shown] = [settingsOf(dev), settingsOf(preview)];
      assert.ok(Object.keys(known).length >= 16);
      assert.deepEqual(Object.keys(shown), Object.keys(known));
      for (const [name, value] of Object.entries(shown)) {
        // CloudFront generates the name.
        if (name === "EXTERNAL_DOMAIN") assert.ok(isUnknown(value));
        else assert.equal(value, known[name]);
      }
    });
  });

  describe("every resource that can have tags", () => {
    it("has tags for project, stack and owner", () => {
      const all = [...largest.registrations, ...gateways.registrations];
      const taggable = all.filter(({ type }) => isTaggable(type));
      assert.ok(taggable.length > 60);
      for (const { type, name, inputs } of taggable) {
        const { tags } = inputs;
        assert.ok(isRecord(tags), `${type} ${name}`);
        const { Name, ...whose } = tags;
        assert.deepEqual(whose, {
          Project: "pipecat-phone-service",
          Stack: "dev",
          Owner: "telephony",
        });
        assert.equal(Name !== undefined, hasDisplayName(type), `${type} ${name}`);
      }
    });

    it("has no owner tag if the config gives no owner", () => {
      for (const { inputs } of dev.registrations) {
        const { tags } = inputs;
        if (!isRecord(tags)) continue;
        const keys = Object.keys(tags).filter((key) => key !== "Name");
        assert.deepEqual(keys.sort(), ["Project", "Stack"]);
      }
    });
  });
});

function isComponent({ type }: { readonly type: string }): boolean {
  return type.startsWith("pipecat:");
}

function settingsOf(run: ProgramRun): Record<string, unknown> {
  const containers = inputsOf(run, "pipecat:index:PhoneTask")["containerDefinitions"];
  assert.ok(Array.isArray(containers) && containers.length === 1 && isRecord(containers[0]));
  const { environment } = containers[0];
  assert.ok(Array.isArray(environment));
  return Object.fromEntries(
    environment.filter(isRecord).map(({ name, value }) => [String(name), value]),
  );
}

/** Whether the console names a resource of the type only by its tag Name, as it does for the parts of a VPC. */
function hasDisplayName(type: string): boolean {
  return /^aws:ec2\/(vpc|subnet|routeTable|internetGateway|natGateway|eip|defaultSecurityGroup):/.test(
    type,
  );
}

/** Whether the provider's own declaration of the type has tags: `aws:lb/listener:Listener` is declared in lb/listener.d.ts. */
function isTaggable(type: string): boolean {
  const [provider, path] = type.split(":");
  if (provider === "awsx") return type !== "awsx:ecr:Image";
  if (provider !== "aws" || path === undefined) return false;
  const file = join(ROOT, "node_modules/@pulumi/aws", `${path}.d.ts`);
  assert.ok(existsSync(file), `${type} is declared nowhere`);
  return readFileSync(file, "utf8").includes("readonly tagsAll:");
}
