import { containersOf, type ContainerSettings } from "../report/containers";
import type { PlannedResource } from "../engine/goal";
import { valueChanges, type ValueChange } from "./valueChanges";

/** What differs in a container that is in one plan or in both. */
export interface ContainerChange {
  /** Name of the container. */
  readonly name: string;
  readonly kind: "added" | "changed" | "removed";
  /** Plaintext environment variables, by name. */
  readonly environment: readonly ValueChange[];
  /** References of secrets, by name. */
  readonly secrets: readonly ValueChange[];
  /** Everything else, such as the image or a port. */
  readonly settings: readonly ValueChange[];
}

type Resources = readonly PlannedResource[];

/** Compares the containers of two plans by task definition and name. */
export function containerChanges(before: Resources, after: Resources): ContainerChange[] {
  const [old, now] = [before, after].map(byKey);
  const keys = new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])]);
  return [...keys].flatMap((key) => changeOf(old?.get(key), now?.get(key)));
}

function byKey(resources: Resources): Map<string, ContainerSettings> {
  return new Map(
    containersOf(resources).map((each) => [JSON.stringify([each.taskDefinition, each.name]), each]),
  );
}

function changeOf(before?: ContainerSettings, after?: ContainerSettings): ContainerChange[] {
  const name = (after ?? before)?.name ?? "";
  const environment = compared(before?.environment, after?.environment);
  const secrets = compared(before?.secrets, after?.secrets);
  const settings = valueChanges(before?.settings ?? {}, after?.settings ?? {});
  if (before === undefined) return [{ name, kind: "added", environment, secrets, settings }];
  if (after === undefined) return [{ name, kind: "removed", environment, secrets, settings }];
  const same = [environment, secrets, settings].every(({ length }) => length === 0);
  return same ? [] : [{ name, kind: "changed", environment, secrets, settings }];
}

/** Compares whole values by name, and not their parts, because a plaintext setting may contain JSON. */
function compared(
  before: ContainerSettings["environment"] = [],
  after: ContainerSettings["environment"] = [],
): ValueChange[] {
  const [old, now] = [new Map(before), new Map(after)];
  const names = [...new Set([...now.keys(), ...old.keys()])].sort();
  return names
    .filter((name) => old.get(name) !== now.get(name))
    .map((path) => ({
      path,
      ...(old.has(path) ? { before: old.get(path) } : {}),
      ...(now.has(path) ? { after: now.get(path) } : {}),
    }));
}
