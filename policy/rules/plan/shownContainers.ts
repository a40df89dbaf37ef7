import type { Container } from "../../tree/containers";

/**
 * The containers that components have shown as their own inputs in this run, by the component's URN. The engine shows
 * inputs before the plan as a whole, and there a component has outputs alone.
 */
export const shownContainers = new Map<string, readonly Container[]>();
