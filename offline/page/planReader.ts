import type { PlannedResource } from "../engine/goal";
import { isRecord, unwrapSecrets } from "../engine/wire";

/** Reads resources and their properties from the plan of an update, in which every identifier is known. */
export class PlanReader {
  constructor(private readonly resources: readonly PlannedResource[]) {}

  /** All resources of a type, given as `ecs/service:Service` without its package. */
  all(type: string): ReadResource[] {
    return this.resources
      .filter((resource) => resource.type === `aws:${type}`)
      .map((resource) => new ReadResource(resource));
  }

  /** The first resource of a type. */
  first(type: string): ReadResource | undefined {
    return this.all(type)[0];
  }
}

/** A resource of the plan. Its properties are read as text. */
export class ReadResource {
  readonly name: string;
  readonly id: string;
  readonly #inputs: Readonly<Record<string, unknown>>;
  readonly #outputs: Readonly<Record<string, unknown>>;

  constructor({ id, inputs, name, outputs }: PlannedResource) {
    this.name = name;
    this.id = id;
    this.#inputs = unwrapSecrets(inputs);
    this.#outputs = unwrapSecrets(outputs);
  }

  /** A property at a path, or "" if there is none. */
  text(...path: readonly string[]): string {
    const value = this.value(path);
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? String(value)
      : "";
  }

  /** The members of a list at a path. */
  list(...path: readonly string[]): readonly unknown[] {
    const value = this.value(path);
    return Array.isArray(value) ? value : [];
  }

  private value(path: readonly string[]): unknown {
    const [first = "", ...rest] = path;
    const start = this.#inputs[first] ?? this.#outputs[first];
    return rest.reduce<unknown>((part, key) => (isRecord(part) ? part[key] : undefined), start);
  }
}

/** "1 key", "2 keys". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The texts that are not empty. */
export function nonEmpty(...texts: readonly string[]): string[] {
  return texts.filter((text) => text !== "");
}
