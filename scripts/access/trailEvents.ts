import { CloudTrailClient, paginateLookupEvents, type Event } from "@aws-sdk/client-cloudtrail";
import { setTimeout as sleep } from "node:timers/promises";
import type { AwsSession } from "../aws/session";
import { readIn, type SecretRead } from "./secretRead";

/** Days that CloudTrail's event history goes back. Source: the CloudTrail API, LookupEvents. */
export const HISTORY_DAYS = 90;

/** AWS answers two LookupEvents a second in an account and region; half of that is left to others. In milliseconds. */
const BETWEEN_PAGES_MS = 1_000;

/** Events that are looked through at most for each action: 50 a page, so this many take about seven minutes. */
const MOST_EVENTS = 20_000;

/** A batch read of named secrets that is refused leaves no GetSecretValue event; one that is allowed leaves one for each secret. */
const READ_ACTIONS = ["GetSecretValue", "BatchGetSecretValue"] as const;

/** How a search goes through the event history. */
interface Search {
  /** Milliseconds between two pages. */
  readonly betweenPagesMs: number;
  /** Events that are looked at for each action. */
  readonly mostEvents: number;
  /** Called with the number of events so far. */
  readonly onProgress: (events: number) => void;
}

const SEARCH: Search = {
  betweenPagesMs: BETWEEN_PAGES_MS,
  mostEvents: MOST_EVENTS,
  onProgress: () => undefined,
};

/** What the event history says of a secret. */
export interface ReadHistory {
  readonly reads: readonly SecretRead[];
  /** Time of the oldest event that was looked at, where there were too many to look at all. */
  readonly cutOffAt: Date | undefined;
}

/**
 * The reads of a secret in CloudTrail's event history, newest first; refused ones too.
 *
 * @param ids - ARN and name of the secret
 * @throws ScriptError where the caller may not look
 */
export async function readsOf(
  session: AwsSession,
  ids: { readonly arn: string; readonly name: string },
  since: Date,
  given: Partial<Search> = {},
): Promise<ReadHistory> {
  const search = { ...SEARCH, ...given };
  const client = new CloudTrailClient(session.clientConfig);
  const reads: SecretRead[] = [];
  const cutOffs: Date[] = [];
  try {
    for (const [index, action] of READ_ACTIONS.entries()) {
      if (index > 0) await sleep(search.betweenPagesMs);
      const cutOffAt = await eachPage(client, action, since, search, (events, count) => {
        search.onProgress(count);
        for (const { CloudTrailEvent = "" } of events) {
          const read = readIn(CloudTrailEvent, ids);
          if (read !== undefined) reads.push(read);
        }
      });
      if (cutOffAt !== undefined) cutOffs.push(cutOffAt);
    }
  } catch (error) {
    throw session.failed(error, "cloudtrail:LookupEvents");
  } finally {
    client.destroy();
  }
  const [cutOffAt] = cutOffs.sort((one, other) => other.getTime() - one.getTime());
  return { reads, cutOffAt };
}

/** Goes through an action's events. Returns the time of the last one, if there are more than are looked at. */
async function eachPage(
  client: CloudTrailClient,
  action: string,
  since: Date,
  { betweenPagesMs, mostEvents }: Search,
  look: (events: readonly Event[], count: number) => void,
): Promise<Date | undefined> {
  const input = {
    LookupAttributes: [{ AttributeKey: "EventName" as const, AttributeValue: action }],
    StartTime: since,
  };
  let count = 0;
  for await (const { Events = [], NextToken } of paginateLookupEvents({ client }, input)) {
    count += Events.length;
    look(Events, count);
    if (NextToken === undefined) return undefined;
    if (count >= mostEvents) return Events.at(-1)?.EventTime;
    await sleep(betweenPagesMs);
  }
  return undefined;
}
