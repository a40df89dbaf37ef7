/** A pattern of what ECS writes, and what it means; $1 stands for the pattern's first group. */
export type Reason = readonly [pattern: RegExp, cause: string, cure: string];
