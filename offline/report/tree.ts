import type { PlannedResource } from "../engine/goal";

/** Up to this many leaves of one type and parent get a line each. More leaves share one line. */
const UNFOLDED_LEAVES = 4;

/** One line of the resource tree. */
export interface TreeLine {
  /** The branch lines before it. */
  readonly branch: string;
  /** Type token without the module's file, as `pulumi preview` shows it. */
  readonly type: string;
  readonly name: string;
  /** True for a component that its provider makes, children included. */
  readonly remote: boolean;
}

/**
 * Returns the resources with every parent before its children, and siblings by type and name. The order in which a program
 * registers resources can differ from run to run.
 */
export function inTreeOrder(resources: readonly PlannedResource[]): PlannedResource[] {
  const sorted = [...resources].sort(
    (a, b) => compare(a.type, b.type) || compare(a.name, b.name) || compare(a.urn, b.urn),
  );
  const below = (parent: PlannedResource): PlannedResource[] => [
    parent,
    ...sorted.filter((child) => child.parent === parent.urn).flatMap(below),
  ];
  const urns = new Set(resources.map(({ urn }) => urn));
  return sorted.filter(({ parent }) => !urns.has(parent)).flatMap(below);
}

/** Returns the resources as a tree, in the given order. */
export function resourceTree(resources: readonly PlannedResource[]): TreeLine[] {
  const urns = new Set(resources.map(({ urn }) => urn));
  const roots = resources.filter(({ parent }) => !urns.has(parent));
  return roots.flatMap((root) => [line("", root), ...childLines(resources, root, "")]);
}

/** Shortens `aws:ecs/service:Service` to `aws:ecs:Service`. */
export function shortType(type: string): string {
  return type.replace(/^([^:]+:[^:/]+)\/[^:]+:/, "$1:");
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function childLines(
  resources: readonly PlannedResource[],
  parent: PlannedResource,
  indent: string,
): TreeLine[] {
  const groups = grouped(resources, parent);
  return groups.flatMap((group, index) => {
    const last = index === groups.length - 1;
    const [first] = group;
    if (first === undefined) return [];
    const own = line(`${indent}${last ? "└─ " : "├─ "}`, first, group);
    return [own, ...childLines(resources, first, `${indent}${last ? "   " : "│  "}`)];
  });
}

/** Returns the children in groups: one each, but many leaves of one type together. */
function grouped(
  resources: readonly PlannedResource[],
  { urn }: PlannedResource,
): PlannedResource[][] {
  const children = resources.filter(({ parent }) => parent === urn);
  const leavesLike = (child: PlannedResource): PlannedResource[] =>
    resources.some(({ parent }) => parent === child.urn)
      ? []
      : children.filter(({ type }) => type === child.type);
  return children.flatMap((child) => {
    const leaves = leavesLike(child);
    if (leaves.length <= UNFOLDED_LEAVES) return [[child]];
    return leaves[0] === child ? [leaves] : [];
  });
}

function line(
  branch: string,
  { name, remote, type }: PlannedResource,
  group: readonly PlannedResource[] = [],
): TreeLine {
  const shown = shortType(type);
  if (group.length <= 1) return { branch, type: shown, name, remote };
  const names = group.map((member) => member.name).join(", ");
  return { branch, type: `${shown} × ${group.length}`, name: names, remote };
}
