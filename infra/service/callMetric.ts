/**
 * The metric that the service publishes once a minute or more often: the calls that its task carries. Its one dimension is
 * {@link TASK_FAMILY_DIMENSION}, which a container can know before it runs. It cannot know the names of its cluster and service.
 */
export const CALL_METRIC = { namespace: "PipecatPhoneService", name: "ActiveCalls" } as const;

/** Name of the metric's dimension; its value is the family of the task definitions. */
export const TASK_FAMILY_DIMENSION = "TaskFamily";

/** Most calls that a task can be set to take. */
const MOST_CALLS = 10_000;

/**
 * Calls that a task takes at most: a quarter more than the `callsPerTask` that scaling aims at, because scaling starts another task
 * only when the average rises above that target. Undefined where the stack does not count calls.
 */
export function maxCallsPerTask(callsPerTask: number): number | undefined {
  return callsPerTask > 0 ? Math.min(Math.ceil(callsPerTask * 1.25), MOST_CALLS) : undefined;
}
