/** How a new task definition replaces the old one. */
export type DeploymentStrategy = "blue-green" | "rolling";

/** Time-outs of each component on a call's way, long enough for the longest call. */
export interface CallTimeouts {
  /** Blue/green: how long the old tasks stay, and a failure rolls back to them at once. ECS's limit: 0 to 1440. */
  readonly bakeMinutes: number;
  /** Target group: how long a task that is taken out keeps its open sockets. The load balancer's limit: 0 to 3600. */
  readonly deregistrationDelaySeconds: number;
  /** Load balancer: how long a socket may be silent; a live media stream never is. Its limit: 1 to 4000. */
  readonly idleTimeoutSeconds: number;
  /** Load balancer: how long a client's connection is kept. Its limit: 60 to 604800. */
  readonly clientKeepAliveSeconds: number;
  /** Container: from SIGTERM to SIGKILL. Fargate's limit: 2 to 120. */
  readonly stopTimeoutSeconds: number;
  /** Service: what it may take to hang up and clean up after SIGTERM; shorter than the stop timeout. */
  readonly gracefulShutdownSeconds: number;
  /** Pulumi: how long the service's creation may take; blue/green bakes the first deployment, too. */
  readonly createTimeoutMinutes: number;
  /** Pulumi: how long an update of the service may take, bake time and draining included. */
  readonly updateTimeoutMinutes: number;
  /** Pulumi: how long the service's deletion may take; it waits for a deployment that still bakes, then for draining tasks. */
  readonly deleteTimeoutMinutes: number;
}

/** What the length of a call means for a deployment. */
export interface CallPolicy {
  readonly deployment: DeploymentStrategy;
  /**
   * Whether the service moves its calls to another task before its grace ends. A deployment then waits for no call.
   */
  readonly callHandover: boolean;
}

/** The call settings in the stack's config. */
export interface CallSettings extends CallPolicy {
  /** The longest call, in minutes. */
  readonly maxCallMinutes: number;
}

/**
 * The longest call in minutes that a stack can be set to. Rolling without handover: the load balancer drains a task for an hour
 * at most. Else: a day, for which ECS keeps the old tasks of blue/green at most.
 */
export function longestCallMinutes({ deployment, callHandover }: CallPolicy): number {
  return deployment === "rolling" && !callHandover ? 60 : 1440;
}

/** With handover the old tasks stay this long: long enough for alarms to notice a bad deployment and roll back. */
const HANDOVER_BAKE_MINUTES = 5;

/**
 * What a deployment takes in addition to waiting for calls: pulling the image, starting, two health checks. The provider's own
 * time-out.
 */
const START_MINUTES = 20;

/**
 * Derives every timeout from the longest call, in whole minutes from 1 to {@link longestCallMinutes}. Without handover a
 * deployment waits until the longest call may be over; with it, the wait is the same for calls of any length.
 * @throws RangeError for a length that ECS and the load balancer cannot keep.
 */
export function callTimeouts(maxCallMinutes: number, policy: CallPolicy): CallTimeouts {
  const { deployment, callHandover } = policy;
  const longest = longestCallMinutes(policy);
  if (!(Number.isInteger(maxCallMinutes) && maxCallMinutes >= 1 && maxCallMinutes <= longest)) {
    throw new RangeError(
      `With ${deployment} deployment ${callHandover ? "and" : "without"} handover the longest call is from 1 to ${longest} minutes.`,
    );
  }
  const callSeconds = maxCallMinutes * 60;
  const waitMinutes = callHandover
    ? Math.min(maxCallMinutes, HANDOVER_BAKE_MINUTES)
    : maxCallMinutes;
  const stopTimeoutSeconds = 120;
  // With handover only webhooks in progress are waited for, which Twilio gives up after 15 s.
  const drained = callHandover ? stopTimeoutSeconds : callSeconds;
  const deregistrationDelaySeconds = clamp(drained, stopTimeoutSeconds, 3600);
  const bakeMinutes = deployment === "blue-green" ? waitMinutes : 0;
  const drainMinutes = Math.ceil((deregistrationDelaySeconds + stopTimeoutSeconds) / 60);
  return {
    bakeMinutes,
    deregistrationDelaySeconds,
    idleTimeoutSeconds: clamp(callSeconds, 60, 4000),
    clientKeepAliveSeconds: clamp(callSeconds, 3600, 604800),
    stopTimeoutSeconds,
    gracefulShutdownSeconds: stopTimeoutSeconds - 10,
    createTimeoutMinutes: START_MINUTES + bakeMinutes,
    updateTimeoutMinutes: START_MINUTES + bakeMinutes + drainMinutes,
    deleteTimeoutMinutes: START_MINUTES + bakeMinutes + drainMinutes,
  };
}

/** How long Pulumi lets each operation on the service take. */
export function serviceTimeouts(
  timeouts: CallTimeouts,
): Record<"create" | "update" | "delete", string> {
  return {
    create: `${timeouts.createTimeoutMinutes}m`,
    update: `${timeouts.updateTimeoutMinutes}m`,
    delete: `${timeouts.deleteTimeoutMinutes}m`,
  };
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
