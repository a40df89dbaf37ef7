import type { Account } from "../aws/account";
import { simulate } from "../aws/provider";
import { isSecret, markSecret } from "./wire";
import { defaultProvider } from "./defaultProvider";
import type { StackConfig } from "../config/stackConfig";
import type { Goal, PlannedResource } from "./goal";
import { type StackName, urnOf } from "./urn";

/** Looks at every resource before it is made, and may change its inputs. */
export interface ResourceCheck {
  /** Returns the inputs, as remediations changed them. */
  check(resource: PlannedResource): Promise<Readonly<Record<string, unknown>>>;
}

/** How a pass is run. */
export interface DeploymentArgs extends StackName {
  readonly account: Account;
  readonly config: StackConfig;
  /** True for the preview of a new stack: ids and computed outputs are unknown. */
  readonly preview: boolean;
  readonly policies: ResourceCheck;
}

/**
 * The engine's side of a plan. It gives each resource its URN, id and outputs, and shows the resources to the policies, one at a
 * time.
 */
export class Deployment {
  readonly #resources = new Map<string, PlannedResource>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(readonly args: DeploymentArgs) {}

  /** All resources in the order of registration, default providers included. */
  get resources(): readonly PlannedResource[] {
    return [...this.#resources.values()];
  }

  /** Plans a resource. @throws for a duplicate URN or an unknown type, or if the policy pack fails */
  register(goal: Goal): Promise<PlannedResource> {
    // As in the engine, registrations are handled one at a time: a pack gets a resource's remediation and its analysis
    // directly after each other.
    const planned = this.#turn.then(() => this.plan(goal));
    this.#turn = planned.catch(() => undefined);
    return planned;
  }

  /** Sets a component's, or the stack's, outputs. */
  registerOutputs(urn: string, outputs: Readonly<Record<string, unknown>>): void {
    const resource = this.#resources.get(urn);
    if (resource === undefined) throw new Error(`Outputs for ${urn}, which is not registered.`);
    resource.outputs = outputs;
  }

  /** Whether one of the resources does not exist yet. A look-up that depends on it has no answer then. */
  anyPending(urns: readonly string[]): boolean {
    return this.args.preview && urns.some((urn) => this.#resources.get(urn)?.custom === true);
  }

  private async plan(goal: Goal): Promise<PlannedResource> {
    const urn = urnOf(this.args, goal.type, goal.name, goal.parent);
    if (this.#resources.has(urn)) {
      throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    const { account, policies, preview } = this.args;
    const providerResource = await this.providerOf(goal);
    const checked = simulate(goal, account, preview);
    const before = { ...goal, urn, id: "", outputs: {}, providerResource, inputs: checked.inputs };
    const inputs = goal.readId === undefined ? await policies.check(before) : checked.inputs;
    const after = simulate({ ...goal, inputs }, account, preview);
    const resource: PlannedResource = {
      ...before,
      inputs,
      id: goal.readId ?? after.id ?? "",
      outputs: withSecrets(goal, hasOutputs(goal) ? after.outputs : {}),
    };
    this.#resources.set(urn, resource);
    return resource;
  }

  private async providerOf(goal: Goal): Promise<PlannedResource | undefined> {
    if (!hasOutputs(goal) || goal.type.startsWith("pulumi:")) return undefined;
    if (goal.provider !== "") return this.#resources.get(goal.provider.replace(/::[^:]*$/, ""));
    const provider = defaultProvider(goal, this.args);
    const urn = urnOf(this.args, provider.type, provider.name);
    return this.#resources.get(urn) ?? (await this.plan(provider));
  }
}

/** A local component has no outputs until it registers them. */
function hasOutputs({ custom, remote }: Goal): boolean {
  return custom || remote;
}

function withSecrets(
  { additionalSecretOutputs }: Goal,
  outputs: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const marked = { ...outputs };
  for (const key of additionalSecretOutputs) {
    if (marked[key] !== undefined && !isSecret(marked[key])) marked[key] = markSecret(marked[key]);
  }
  return marked;
}
