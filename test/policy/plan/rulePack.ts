import assert from "node:assert/strict";
import type { PolicyPackClient } from "../../../offline/analyzer/client";
import type { ResourceToAnalyze } from "../../../offline/analyzer/messages";
import type { WireObject } from "../../../offline/engine/wire";
import { startPack } from "../../support/policy/policyPack";
import { CONFIG, planWith, type Changes } from "./validPlan";
import { faultsIn, verdicts, type Verdict } from "./verdicts";

/** A running pack for the cases of one suite, with short methods to query it. */
export class RulePack {
  #running: PolicyPackClient | undefined;

  /** Starts the pack before the suite that this is called in, and ends it after. */
  static ofSuite(): RulePack {
    const pack = new RulePack();
    before(async () => {
      pack.#running = await startPack(CONFIG);
    });
    after(() => {
      pack.#running?.stop();
    });
    return pack;
  }

  /** Violations in a plan at the end of a preview. */
  async verdicts(plan: readonly ResourceToAnalyze[]): Promise<Verdict[]> {
    return verdicts(this.#client, plan);
  }

  /** Rule, resource and the first clause of each fault of the valid plan with some changes. */
  async broken(changes: Changes): Promise<string[]> {
    const found = await this.verdicts(planWith(changes));
    return found.map(({ policy, at, says }) => `${policy} ${at}: ${says.split(/[.:] /)[0] ?? ""}`);
  }

  /** Rule, path and fault of each fault of the valid plan with some changes. */
  async faults(changes: Changes): Promise<string[]> {
    const found = await this.verdicts(planWith(changes));
    return faultsIn(found).map((fault, index) => `${found[index]?.policy ?? ""} ${fault}`);
  }

  /** Asserts that no rule reports resources in a stack without a Twilio service. */
  async assertUnjudged(...resources: ResourceToAnalyze[]): Promise<void> {
    assert.deepEqual(await this.verdicts(resources), []);
  }

  /** Path and fault of each fault of the valid plan with some changes. No other rule may find one. */
  async faultsOf(rule: string, changes: Changes): Promise<string[]> {
    const found = await this.verdicts(planWith(changes));
    assert.deepEqual(
      found.filter(({ policy }) => policy !== rule),
      [],
    );
    return faultsIn(found);
  }

  /** Runs a function while a rule has the given settings. */
  async configured<T>(rule: string, properties: WireObject, act: () => Promise<T>): Promise<T> {
    await this.#client.configure({ [rule]: { enforcementLevel: "mandatory", properties } });
    try {
      return await act();
    } finally {
      await this.#client.configure({});
    }
  }

  /** Runs a function while the stack counts as a development stack for a rule. */
  async inDevelopment<T>(rule: string, act: () => Promise<T>): Promise<T> {
    return this.configured(rule, { developmentStacks: ["dev", "test"] }, act);
  }

  get #client(): PolicyPackClient {
    if (this.#running === undefined) throw new Error("The pack runs during the suite's cases.");
    return this.#running;
  }
}
