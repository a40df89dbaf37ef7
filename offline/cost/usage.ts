/** How much the phone line is used. No plan knows this. */
export interface Usage {
  readonly callsPerDay: number;
  /** Average length of a call. */
  readonly minutesPerCall: number;
}

/** The phone line of a small office. */
export const DEFAULT_USAGE: Usage = { callsPerDay: 100, minutesPerCall: 3 };

/** Days of an average month. */
const DAYS = 365 / 12;

/** Audio of a call in one direction: 64 kbit/s of mu-law, a third more as base64, and a JSON frame every 20 ms. */
const MEGABYTES_PER_MINUTE = 0.8;

/** A month of such usage. Each figure that is not arithmetic is an assumption, listed in {@link ASSUMPTIONS}. */
export interface MonthlyUsage {
  readonly calls: number;
  readonly minutes: number;
  /** Audio in one direction, in GB. */
  readonly audio: number;
  /** Requests at the endpoint: the webhook and the media stream of each call. */
  readonly requests: number;
  /** Starts of a task: deployments, scaling and replacements. */
  readonly taskStarts: number;
  /** Mails of the alarms. */
  readonly mails: number;
  /** Size of an image, in GB. */
  readonly image: number;
  /** Access logs, audit records and flow logs, in GB each. */
  readonly trafficLogs: number;
}

/** The assumptions about every month, for the reader of the estimate. */
export const ASSUMPTIONS = [
  `audio of a call: ${MEGABYTES_PER_MINUTE} MB a minute in each direction, and as much again to the speech and language services`,
  "the desired number of tasks, all month; every task that scaling adds costs as much as one of them",
  "the service's log: 0.1 GB a task, and 0.05 MB a minute of a call",
  "100 task starts, which make 500 reads of the secret and as many requests of each key",
  "keys in their first year: each of a key's first two yearly rotations adds $1 a month",
  "10 mails, images of 1 GB, access logs, audit records and flow logs of 1 GB each",
  "a CloudTrail trail of the stack is the account's first, whose management events cost nothing; those of a further one cost $2 for 100,000",
  "Container Insights: 38 metrics for one service (enabled), or 38 and 40 a task (enhanced)",
] as const;

/** A month of such usage. */
export function monthly({ callsPerDay, minutesPerCall }: Usage): MonthlyUsage {
  const calls = callsPerDay * DAYS;
  const minutes = calls * minutesPerCall;
  return {
    calls,
    minutes,
    audio: (minutes * MEGABYTES_PER_MINUTE) / 1000,
    requests: 2 * calls,
    taskStarts: 100,
    mails: 10,
    image: 1,
    trafficLogs: 1,
  };
}
