import { simulate } from "../../../offline/aws/provider";
import { type ProgramRun, registrationOf } from "./program";

/** The id that the model of AWS gives the one registration of a type and a name. */
export function idOf(run: ProgramRun, type: string, name?: string): string {
  const { id } = simulate(registrationOf(run, type, name), run.recorded.account, false);
  if (id === undefined) throw new Error(`${type} ${name ?? ""} has no id.`);
  return id;
}

/** A text that the model of AWS gives the one registration of a type and a name, such as its ARN. */
export function computedOf(run: ProgramRun, type: string, name: string, key: string): string {
  const { outputs } = simulate(registrationOf(run, type, name), run.recorded.account, false);
  const value = outputs[key];
  if (typeof value !== "string") throw new Error(`${type} ${name} has no ${key}.`);
  return value;
}

/** Every direct or indirect dependency of the one registration of a type and a name, as `type name`. */
export function waitsFor(run: ProgramRun, type: string, name?: string): Set<string> {
  const dependencies = new Map(
    run.registrations.map((item) => [`${item.type} ${item.name}`, item.dependencies]),
  );
  const found = new Set<string>();
  const visit = (urns: readonly string[]): void => {
    for (const urn of urns) {
      const key = keyOf(urn);
      if (found.has(key)) continue;
      found.add(key);
      visit(dependencies.get(key) ?? []);
    }
  };
  visit(registrationOf(run, type, name).dependencies);
  return found;
}

/** `type name` of a URN. In a URN, the types of the parents precede the resource's own type. */
function keyOf(urn: string): string {
  const [, , types = "", name = ""] = urn.split("::");
  return `${types.split("$").at(-1) ?? ""} ${name}`;
}
