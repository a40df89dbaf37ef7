/** A pattern for ECS's text, its cause and a fix. $1 stands for the pattern's first group. */
export type Reason = readonly [pattern: RegExp, cause: string, fix: string];
