/** How long each part of the way waits, so that a call of the given length is not cut. All but the name's unit: seconds. */
export interface CallTimeouts {
  /** Target group: how long a task that is being replaced keeps its open sockets. ALB's limit: 0 to 3600. */
  readonly deregistrationDelaySeconds: number;
  /** Load balancer: how long a socket may be silent; a live media stream never is. ALB's limit: 1 to 4000. */
  readonly idleTimeoutSeconds: number;
  /** Load balancer: how long a client connection is kept. ALB's limit: 60 to 604800. */
  readonly clientKeepAliveSeconds: number;
  /** Container: from SIGTERM to SIGKILL. Fargate's limit: 2 to 120. */
  readonly stopTimeoutSeconds: number;
  /** Service: what it may take to hang up and clean up after SIGTERM; shorter than the stop timeout. */
  readonly gracefulShutdownSeconds: number;
  /** Pulumi: how long an update of the service may take, draining included. */
  readonly updateTimeoutMinutes: number;
}

/** The longest call that a rolling deployment can let finish: ALB drains a target for an hour at most. */
export const MAX_CALL_MINUTES = 60;

/** What a deployment takes beside draining: pulling the image, starting, two health checks. */
const START_MINUTES = 20;

/**
 * Derives every timeout from the longest call, in minutes from 1 to {@link MAX_CALL_MINUTES}.
 * @throws RangeError for a length that Fargate and the load balancer cannot keep.
 */
export function callTimeouts(maxCallMinutes: number): CallTimeouts {
  if (!(maxCallMinutes >= 1 && maxCallMinutes <= MAX_CALL_MINUTES)) {
    throw new RangeError(`The longest call must be from 1 to ${MAX_CALL_MINUTES} minutes.`);
  }
  const callSeconds = maxCallMinutes * 60;
  const stopTimeoutSeconds = 120;
  return {
    deregistrationDelaySeconds: Math.max(callSeconds, stopTimeoutSeconds),
    idleTimeoutSeconds: Math.min(callSeconds, 4000),
    clientKeepAliveSeconds: Math.max(callSeconds, 3600),
    stopTimeoutSeconds,
    gracefulShutdownSeconds: stopTimeoutSeconds - 10,
    updateTimeoutMinutes: maxCallMinutes + START_MINUTES,
  };
}
