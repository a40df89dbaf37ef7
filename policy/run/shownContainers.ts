import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { containerSettings, type Container } from "../tree/containers";
import type { TreeObject } from "../tree/tree";

/** What one resource has shown of containers. */
interface Shown {
  readonly containers: readonly Container[];
  /** Whether nothing of the containers stayed hidden. */
  readonly complete: boolean;
}

/**
 * The containers that resources have shown as their own inputs. The engine shows inputs before the plan as a whole, and
 * there a component has outputs alone.
 */
export class ShownContainers {
  readonly #byUrn = new Map<string, Shown>();

  /** Keeps what a resource shows; to be asked any number of times, by any rule. */
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

  /** The containers that a resource has shown; none where it has shown none. */
  of(urn: string | undefined): readonly Container[] {
    return this.#byUrn.get(urn ?? "")?.containers ?? [];
  }

  /** Whether a resource has shown all its containers. */
  isComplete(urn: string | undefined): boolean {
    return this.#byUrn.get(urn ?? "")?.complete === true;
  }
}
