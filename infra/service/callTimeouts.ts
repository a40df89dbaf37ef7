/** How a new task definition replaces the old one. */
export type DeploymentStrategy = "blue-green" | "rolling";

/** How long each part of the way waits, so that a call of the given length is not cut. */
export interface CallTimeouts {
  /** Blue/green: how long the old tasks stay, and a failure goes back to them at once. ECS's limit: 0 to 1440. */
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

/**
 * The longest call in minutes that each strategy lets finish. Rolling: the load balancer drains a task for an hour at most.
 * Blue/green: ECS keeps the old tasks for a day at most.
 */
export const MAX_CALL_MINUTES: Readonly<Record<DeploymentStrategy, number>> = {
  "blue-green": 1440,
  rolling: 60,
};

/** What a deployment takes besides waiting for calls: pulling the image, starting, two health checks. The provider's own time-out. */
const START_MINUTES = 20;

/**
 * Derives every timeout from the longest call, in whole minutes from 1 to {@link MAX_CALL_MINUTES}.
 * @throws RangeError for a length that ECS and the load balancer cannot keep.
 */
export function callTimeouts(maxCallMinutes: number, deployment: DeploymentStrategy): CallTimeouts {
  const longest = MAX_CALL_MINUTES[deployment];
  if (!(Number.isInteger(maxCallMinutes) && maxCallMinutes >= 1 && maxCallMinutes <= longest)) {
    throw new RangeError(
      `With ${deployment} deployment the longest call is from 1 to ${longest} minutes.`,
    );
  }
  const callSeconds = maxCallMinutes * 60;
  const stopTimeoutSeconds = 120;
  const deregistrationDelaySeconds = clamp(callSeconds, stopTimeoutSeconds, 3600);
  const bakeMinutes = deployment === "blue-green" ? maxCallMinutes : 0;
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

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
