import assert from "node:assert/strict";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { PolicyPackClient } from "../../offline/analyzer/client";
import type { RuleConfig } from "../../offline/analyzer/messages";
import { PROJECT } from "../support/policy/policyPack";
import { hostsEnded } from "../support/processes/hosts";
import { startWarm } from "../support/processes/warmNode";
import { brokenProgram, findings } from "./brokenProgram";
import { generateValues, ownConfig } from "./corpus/values";

const PACK = join(__dirname, "../../policy");
const OWN = "own-credential-in-plain";
const OUTPUTS = "credential-in-outputs";
const KNOWN = "own-credentials-known";

const DISABLED: RuleConfig = { enforcementLevel: "disabled" };

/** Config of both rules about own values: further guarded keys, one of them with a typo, which gives the advisory. */
const GUARDING: RuleConfig = {
  enforcementLevel: "mandatory",
  properties: { guardedConfigKeys: ["dailyApiKey", "dailyApiKye"] },
};

// Shows that rules do not depend on each other. Proves nothing about which rules Pulumi Cloud may switch off, nor about programs with
// other faults.
describe("a rule that is switched off", () => {
  const values = generateValues(randomBytes(8).toString("hex"));
  const program = brokenProgram(values);
  let rules: readonly string[];
  let everything: readonly string[];

  before(async () => {
    rules = await withPack(PACK, {}, async (pack) => {
      return (await pack.info()).getPoliciesList().map((rule) => rule.getName());
    });
    everything = await withPack(PACK, {}, (pack) => findings(pack, program));
  });

  /** Loads a new pack for each run, as the engine does, so that no state of an earlier run is left. All run in the same process. */
  async function withPack<T>(
    folder: string,
    settings: Readonly<Record<string, RuleConfig>>,
    ask: (pack: PolicyPackClient) => Promise<T>,
  ): Promise<T> {
    const config = Object.entries(ownConfig(values)).map(([key, value]) => {
      return [`${PROJECT}:${key}`, value] as const;
    });
    const stack = {
      project: PROJECT,
      stack: "test",
      dryRun: true,
      config: Object.fromEntries(config),
    };
    await hostsEnded();
    const pack = await PolicyPackClient.start(folder, stack, undefined, undefined, startWarm);
    try {
      await pack.configure({ [OWN]: GUARDING, [OUTPUTS]: GUARDING, ...settings });
      return await ask(pack);
    } finally {
      pack.stop();
    }
  }

  function of(found: readonly string[], ...names: readonly string[]): string[] {
    return found.filter((line) => names.some((name) => line.startsWith(`${name}: `)));
  }

  it("finds something in the broken program when it is on, as every rule does", () => {
    assert.deepEqual(
      rules.filter((rule) => of(everything, rule).length === 0),
      [],
    );
  });

  it("does not change what the other rules find", async () => {
    for (const rule of rules) {
      const found = await withPack(PACK, { [rule]: DISABLED }, (pack) => findings(pack, program));
      // The rule about outputs reports what the disabled rule about own values no longer reports.
      const apart = rule === OWN ? [OWN, OUTPUTS] : [rule];
      const others = rules.filter((each) => !apart.includes(each));
      assert.deepEqual(of(found, ...others), of(everything, ...others), `without ${rule}`);
      assert.deepEqual(of(found, rule), [], rule);
      const missing = of(everything, OUTPUTS).filter((line) => !found.includes(line));
      if (rule !== OUTPUTS) assert.deepEqual(missing, [], `without ${rule}`);
    }
  }).timeout(240_000);

  it("may be one of many: each rule finds the same with any other rule switched off", async () => {
    // Half of the rules are off at a time, chosen by one binary digit of their numbers. So for any two rules, one run has only the first.
    const digits = Math.ceil(Math.log2(rules.length));
    const halves = Array.from({ length: digits }, (_, digit) => digit).flatMap((digit) =>
      [0, 1].map((value) => rules.filter((_, number) => ((number >> digit) & 1) === value)),
    );
    for (const on of halves) {
      const off = rules.filter((rule) => !on.includes(rule));
      const settings = Object.fromEntries(off.map((rule) => [rule, DISABLED]));
      const found = await withPack(PACK, settings, (pack) => findings(pack, program));
      // The advisory about a key needs the rule whose config names the key. The rule about outputs reports what no other rule reported.
      const apart = [OUTPUTS, ...(on.includes(OWN) ? [] : [KNOWN])];
      const same = on.filter((rule) => !apart.includes(rule));
      assert.deepEqual(of(found, ...same), of(everything, ...same), `without ${off.join(", ")}`);
      assert.deepEqual(of(found, ...off), []);
    }
  }).timeout(240_000);

  it("hides no privileged container that only a component shows in a first preview", async () => {
    const settings = { "twilio-credentials-complete": DISABLED };
    const found = await withPack(PACK, settings, (pack) => findings(pack, program));
    for (const rule of ["twilio-tasks-unprivileged", "twilio-tasks-logged"]) {
      const lines = of(found, rule).filter((line) => line.includes('"hidden"'));
      assert.equal(lines.length, 1, rule);
    }
  });

  it("has as little effect as the order of the rules", async () => {
    const folder = await mkdtemp(join(tmpdir(), "pack-"));
    try {
      await symlink(join(PACK, "../node_modules"), join(folder, "node_modules"));
      await writeFile(
        join(folder, "package.json"),
        JSON.stringify({ version: "0.0.0", main: "main.js" }),
      );
      await writeFile(join(folder, "PulumiPolicy.yaml"), "runtime: nodejs\nmain: main.js\n");
      await writeFile(join(folder, "main.js"), reversedPack());
      const found = await withPack(folder, {}, (pack) => findings(pack, program));
      assert.deepEqual(found, everything);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

/** A pack with the same rules in reverse order. */
function reversedPack(): string {
  const from = (path: string): string => JSON.stringify(join(PACK, path));
  return [
    'require("tsx/cjs");',
    'const { PolicyPack } = require("@pulumi/policy");',
    `const { credentialRules } = require(${from("rules/credentialRules.ts")});`,
    `const { planRules } = require(${from("rules/plan/planRules.ts")});`,
    'new PolicyPack("reversed", { enforcementLevel: "mandatory", policies: [...credentialRules, ...planRules].reverse() });',
  ].join("\n");
}
