import { PolicyPackClient } from "./client";
import { levelOf, type Level } from "./levels";
import type { ResourceToAnalyze, Violation as Verdict } from "./messages";
import type { StackContext } from "./packProcess";
import { type WireObject, wireObject } from "../engine/wire";
import { configOf, type PolicyConfig } from "../config/policyConfig";
import type { ResourceCheck } from "../engine/deployment";
import type { PlannedResource } from "../engine/goal";
import type { StartNode } from "../engine/nodeProcess";
import { STACK_TYPE, nameOf } from "../engine/urn";

/** One policy of the pack. */
export interface Policy {
  readonly name: string;
  readonly level: Level;
}

/** A violation of a policy by a resource. */
export interface Violation {
  readonly policy: string;
  readonly level: Level;
  readonly urn: string;
  readonly message: string;
}

/**
 * The policy pack during one pass. It gets the same messages as from the engine, once it has started, except that the engine also asks
 * for remediations when no policy has that level and so none can answer.
 */
export class PolicyRun implements ResourceCheck {
  readonly violations: Violation[] = [];
  readonly #pack: Promise<PolicyPackClient>;
  #remediates: Promise<boolean> | undefined;

  constructor(
    directory: string,
    context: StackContext,
    signal: AbortSignal,
    private readonly config: PolicyConfig | undefined,
    private readonly startNode: StartNode,
  ) {
    this.#pack = this.start(directory, context, signal);
    // The first resource awaits it. Until then a failure must not count as an unhandled rejection.
    this.#pack.catch(() => undefined);
  }

  /** The pack's policies in its own order, with their levels for this stack. */
  async policies(): Promise<Policy[]> {
    const rules = await this.ask(rulesOf);
    const config = this.config === undefined ? {} : configOf(this.config, rules);
    return rules.map(({ name, level }) => ({
      name,
      level: config[name]?.enforcementLevel ?? level,
    }));
  }

  private async start(
    directory: string,
    context: StackContext,
    signal: AbortSignal,
  ): Promise<PolicyPackClient> {
    const pack = await PolicyPackClient.start(
      directory,
      context,
      process.env,
      signal,
      this.startNode,
    );
    if (this.config === undefined) return pack;
    try {
      await pack.configure(configOf(this.config, await rulesOf(pack)));
      return pack;
    } catch (error) {
      pack.stop();
      throw error;
    }
  }

  /** Runs all remediations, then the analysis of the remediated inputs. */
  async check(resource: PlannedResource): Promise<Readonly<Record<string, unknown>>> {
    this.#remediates ??= this.policies().then((policies) =>
      policies.some(({ level }) => level === "remediate"),
    );
    const remediations = (await this.#remediates)
      ? await this.ask((pack) => pack.remediate(shown(resource, resource.inputs)))
      : [];
    let { inputs } = resource;
    for (const { diagnostic, policy, properties } of remediations) {
      if (properties !== undefined) inputs = properties;
      if (diagnostic !== "") {
        this.violations.push({ policy, level: "advisory", urn: resource.urn, message: diagnostic });
      }
    }
    const after = shown(resource, inputs);
    for (const verdict of await this.ask((pack) => pack.analyze(after))) {
      this.violations.push(violation(verdict, verdict.urn ?? resource.urn));
    }
    return inputs;
  }

  /** Shows the whole stack with its outputs, as the engine does when everything has been registered. */
  async checkStack(resources: readonly PlannedResource[]): Promise<void> {
    const root = resources.find(({ type }) => type === STACK_TYPE)?.urn ?? "";
    const all = resources.map((resource) => shown(resource, resource.outputs));
    for (const verdict of await this.ask((pack) => pack.analyzeStack(all))) {
      this.violations.push(violation(verdict, verdict.urn ?? root));
    }
  }

  private async ask<T>(question: (pack: PolicyPackClient) => Promise<T>): Promise<T> {
    const pack = await this.#pack;
    try {
      return await question(pack);
    } catch (cause) {
      const details = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`the policy pack failed: ${details}\n${pack.stderr()}`.trim(), { cause });
    }
  }

  /** Ends the pack, even while it starts. */
  async stop(): Promise<void> {
    await this.#pack.then(
      (pack) => {
        pack.stop();
      },
      () => undefined,
    );
  }
}

async function rulesOf(pack: PolicyPackClient): Promise<Policy[]> {
  const info = await pack.info();
  return info.getPoliciesList().map((policy) => ({
    name: policy.getName(),
    level: levelOf(policy.getEnforcementlevel()),
  }));
}

function violation({ level, message, policy }: Verdict, urn: string): Violation {
  // As in the engine, a violation that a remediating policy did not repair counts as mandatory.
  return { policy, level: level === "remediate" ? "mandatory" : level, urn, message };
}

function shown(
  resource: PlannedResource,
  properties: Readonly<Record<string, unknown>>,
): ResourceToAnalyze {
  const { aliases, dependencies, parent, propertyDependencies, providerResource } = resource;
  const { additionalSecretOutputs, ignoreChanges, name, protect, type, urn } = resource;
  return {
    type,
    name,
    urn,
    properties: wireObject(properties),
    parent,
    aliases,
    dependencies,
    propertyDependencies,
    options: { additionalSecretOutputs, ignoreChanges, protect },
    ...(providerResource === undefined ? {} : { provider: shownProvider(providerResource) }),
  };
}

function shownProvider({ inputs, type, urn }: PlannedResource): {
  type: string;
  name: string;
  urn: string;
  properties: WireObject;
} {
  return { type, name: nameOf(urn), urn, properties: wireObject(inputs) };
}
