/** Type of the root resource. The URNs of its children leave it out. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** The stack that URNs are made for. */
export interface StackName {
  readonly project: string;
  readonly stack: string;
}

/** The engine's name for a resource: stack, project, the types from the outermost component down, and the name. */
export function urnOf(
  { project, stack }: StackName,
  type: string,
  name: string,
  parent = "",
): string {
  const parentType = parent.split("::")[2] ?? "";
  const qualified = parentType === "" || parentType === STACK_TYPE ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

/** The logical name at a URN's end. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
