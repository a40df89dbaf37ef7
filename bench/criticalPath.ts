import { isRecord } from "../offline/engine/wire";
import { SLOW_SECONDS, typicalSeconds } from "./delays";

/** One resource on the way from nothing to a running service. */
export interface Step {
  readonly type: string;
  readonly name: string;
  /** Its typical seconds. */
  readonly seconds: number;
}

/** The chain of resources, first to last, that decides when the last one is ready. */
export interface CriticalPath {
  readonly steps: readonly Step[];
  /** Sum of the steps' typical seconds. */
  readonly seconds: number;
  /** How many of the steps are slow. */
  readonly slowSteps: number;
}

interface Node extends Step {
  readonly urn: string;
  readonly dependencies: readonly string[];
  /** The remote component that made it, if any. */
  readonly component: string | undefined;
}

/**
 * The longest chain of dependencies, in typical seconds, that ends in a resource of the type. A resource waits for its dependencies. If it
 * uses a resource of a remote component, it waits for all of them, because the component returns its outputs at its end.
 * @param deployment - the state after the first `up`, in which the engine recorded the dependencies
 * @throws if the state holds no resource of the type
 */
export function criticalPath(
  deployment: Readonly<Record<string, unknown>>,
  type: string,
): CriticalPath {
  const nodes = new Map(nodesIn(deployment).map((node) => [node.urn, node]));
  const last = [...nodes.values()].find((node) => node.type === type);
  if (last === undefined) throw new Error(`The state has no ${type}.`);
  const steps = longestChain(last, nodes, new Map());
  return {
    steps: steps.map(({ name, seconds, type: stepType }) => ({ type: stepType, name, seconds })),
    seconds: total(steps),
    slowSteps: steps.filter(({ seconds }) => seconds >= SLOW_SECONDS).length,
  };
}

function longestChain(
  node: Node,
  nodes: ReadonlyMap<string, Node>,
  known: Map<string, readonly Node[]>,
): readonly Node[] {
  const before = known.get(node.urn);
  if (before !== undefined) return before;
  const chains = node.dependencies
    .flatMap((urn) => nodes.get(urn) ?? [])
    .flatMap((dependency) => awaited(node, dependency, nodes))
    .map((dependency) => longestChain(dependency, nodes, known));
  const longest = chains.reduce<readonly Node[]>(
    (best, chain) => (total(chain) > total(best) ? chain : best),
    [],
  );
  const chain = [...longest, node];
  known.set(node.urn, chain);
  return chain;
}

function awaited(node: Node, dependency: Node, nodes: ReadonlyMap<string, Node>): Node[] {
  const { component } = dependency;
  return component === undefined || component === node.component
    ? [dependency]
    : [...nodes.values()].filter((other) => other.component === component);
}

function total(steps: readonly Step[]): number {
  return steps.reduce((sum, { seconds }) => sum + seconds, 0);
}

function nodesIn(deployment: Readonly<Record<string, unknown>>): Node[] {
  const resources = deployment["resources"];
  if (!Array.isArray(resources)) return [];
  // awsx's provider makes its components remotely. The program makes its own.
  const component = (urn: string) => /^.*?awsx:[^$]*\$/.exec(urn)?.[0];
  return resources.filter(isRecord).map((resource): Node => {
    const [type, urn] = [String(resource["type"]), String(resource["urn"])];
    const byProperty = resource["propertyDependencies"];
    const dependencies = [
      resource["dependencies"],
      ...(isRecord(byProperty) ? Object.values(byProperty) : []),
    ];
    return {
      urn,
      type,
      name: urn.split("::").at(-1) ?? "",
      component: component(urn),
      // Components make nothing in AWS.
      seconds: resource["custom"] === true && type.startsWith("aws:") ? typicalSeconds(type) : 0,
      dependencies: dependencies.flat().map(String),
    };
  });
}
