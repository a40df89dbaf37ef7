import { isRecord } from "../offline/engine/wire";
import { SLOW_SECONDS, typicalSeconds } from "./delays";

/** One resource on the way from nothing to a running service. */
export interface Step {
  readonly type: string;
  readonly name: string;
  /** Its typical seconds. */
  readonly seconds: number;
}

/** The chain of resources that decides when the last one is there, first to last. */
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
  /** The remote component that it is inside of. */
  readonly component: string | undefined;
}

/**
 * The longest chain of waiting, in typical seconds, that ends in the resource of a type. A resource waits for its dependencies,
 * and for all of a remote component's resources when it uses one of them: the component's outputs come when all are there.
 * @param deployment - the state after the first `up`, in which the engine recorded what each resource waited for
 * @throws unless the state holds a resource of the type
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
  // awsx's components are made by its provider, our own ones by the program.
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
