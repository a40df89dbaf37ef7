import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { containerSettings, type Container } from "../tree/containers/containers";
import type { TreeObject } from "../tree/tree";

/** The containers that one resource has shown. */
interface Shown {
  readonly containers: readonly Container[];
  /** Whether all settings of the containers could be read. */
  readonly complete: boolean;
}

/**
 * The containers that resources have shown in their inputs. The engine shows inputs first, resource by resource. In the plan as a
 * whole, a component has only outputs.
 */
export class ShownContainers {
  readonly #byUrn = new Map<string, Shown>();

  /** Keeps the containers of a resource. Every rule may call it, and more than once. */
  observe(
    { type, urn, opts }: Pick<ResourceValidationArgs & PolicyResource, "type" | "urn" | "opts">,
    inputs: TreeObject,
  ): void {
    const settings = containerSettings(type, inputs);
    if (settings === undefined) return;
    const { unreadable } = settings;
    const above = this.#byUrn.get(opts.parent ?? "");
    const shownAbove =
      above?.complete === true && unreadable.every(({ reason }) => reason === "unknown");
    const containers =
      settings.containers.length === 0 && shownAbove ? above.containers : settings.containers;
    this.#byUrn.set(urn, { containers, complete: unreadable.length === 0 || shownAbove });
  }

  /** The containers that a resource has shown; an empty list if it has shown none. */
  of(urn: string | undefined): readonly Container[] {
    return this.#byUrn.get(urn ?? "")?.containers ?? [];
  }

  /** Whether a resource has shown all settings of all its containers. */
  isComplete(urn: string | undefined): boolean {
    return this.#byUrn.get(urn ?? "")?.complete === true;
  }
}
