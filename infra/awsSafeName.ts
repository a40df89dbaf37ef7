/** Characters that a task definition's family and a dashboard's name may have. Source: their API references. */
const MAX_LENGTH = 255;

/** A name as ECS and CloudWatch take it: of letters, digits, _ and -, where a stack's name may have dots. */
export function awsSafeName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, "-").slice(0, MAX_LENGTH);
}
