import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { stackConfig, type StackConfig } from "../credentials/ownValues";
import type { Leaf } from "../tree/leaves";
import { readTree } from "../tree/readTree";
import { isSameTree, type TreeObject } from "../tree/tree";
import { DeclaredObjects, OBJECT_TYPES } from "./declaredObjects";
import { Guard } from "./guard";
import { Reported } from "./reported";
import { ShownContainers } from "./shownContainers";

/** What the engine shows of a resource, to a rule over one resource or over the stack. */
export type ShownResource = Pick<
  ResourceValidationArgs & PolicyResource,
  "type" | "name" | "urn" | "props" | "opts"
>;

/** The texts of the resource that was shown last, and what they were read from. */
interface LastTexts {
  readonly inputs: TreeObject;
  readonly names: string;
  readonly texts: readonly Leaf[];
}

/**
 * All that the pack keeps in the course of a run. Every rule asks it, and it answers the same whichever other rules are on
 * and in whatever order they are asked.
 */
export class Run {
  readonly guard: Guard;
  readonly shownContainers = new ShownContainers();
  readonly declaredObjects = new DeclaredObjects();
  readonly #reported = new Map<string, Reported>();
  readonly #said = new Set<string>();
  #last: LastTexts = { inputs: {}, names: "", texts: [] };

  /** @param config the stack's config, in which the stack's own credentials are. */
  constructor(config: StackConfig) {
    this.guard = new Guard(config);
  }

  /**
   * Keeps what a resource's inputs show and the plan as a whole will not. Each rule that relies on it asks for it, for each
   * resource that it is shown.
   */
  async observe(resource: ShownResource): Promise<void> {
    const showsContainers = Object.hasOwn(resource.props, "containerDefinitions");
    const isObject = OBJECT_TYPES.includes(resource.type);
    if (!showsContainers && !isObject) return;
    const inputs = await readTree(resource.props);
    if (showsContainers) this.shownContainers.observe(resource, inputs);
    if (isObject) this.declaredObjects.observe(inputs);
  }

  /** The texts of a resource. The rules look at one resource in turn, so that those of the last one are kept. */
  async textsOf(
    { props, type, name, urn, opts }: ShownResource,
    read: (inputs: TreeObject) => readonly Leaf[],
  ): Promise<readonly Leaf[]> {
    const inputs = await readTree(props);
    const { aliases, ignoreChanges, additionalSecretOutputs } = opts;
    const names = JSON.stringify([
      ...[type, name, urn],
      ...[aliases, ignoreChanges, additionalSecretOutputs],
    ]);
    if (names !== this.#last.names || !isSameTree(inputs, this.#last.inputs)) {
      this.#last = { inputs, names, texts: read(inputs) };
    }
    return this.#last.texts;
  }

  /** What a rule has reported of each resource. */
  reportedBy(rule: string): Reported {
    const known = this.#reported.get(rule) ?? new Reported();
    this.#reported.set(rule, known);
    return known;
  }

  /** Whether something is to be said that needs saying only once; true the first time. */
  isNew(saying: string): boolean {
    if (this.#said.has(saying)) return false;
    this.#said.add(saying);
    return true;
  }
}

/** The run that this process serves. The engine starts the pack anew for each preview and each update. */
export const run = new Run(stackConfig());
