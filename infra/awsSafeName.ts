/** Characters that a task definition's family and a dashboard's name may have. Source: their API references. */
const MAX_LENGTH = 255;

/** Makes a name that ECS and CloudWatch accept: letters, digits, _ and -. A stack's name may also have dots. */
export function awsSafeName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, "-").slice(0, MAX_LENGTH);
}
