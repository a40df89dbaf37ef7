import { CloudTrailClient, paginateLookupEvents, type Event } from "@aws-sdk/client-cloudtrail";
import { setTimeout as sleep } from "node:timers/promises";
import type { AwsSession } from "../aws/session";
import { readIn, type SecretRead } from "./secretRead";

/** CloudTrail's event history covers this many days. Source: the CloudTrail API, LookupEvents. */
export const HISTORY_DAYS = 90;

/** Pause between two pages, in milliseconds. AWS answers two LookupEvents a second for an account and region; this uses half. */
const BETWEEN_PAGES_MS = 1_000;

/** Events that are read at most for each action. A page has 50, so this many take about seven minutes. */
const MOST_EVENTS = 20_000;

/** A refused batch read has no GetSecretValue event. A successful one has an event for each secret. */
const READ_ACTIONS = ["GetSecretValue", "BatchGetSecretValue"] as const;

/** How a search goes through the event history. */
interface Search {
  /** Milliseconds between two pages. */
  readonly betweenPagesMs: number;
  /** Events that are read at most for each action. */
  readonly mostEvents: number;
  /** Called with the number of events so far. */
  readonly onProgress: (events: number) => void;
}

const SEARCH: Search = {
  betweenPagesMs: BETWEEN_PAGES_MS,
  mostEvents: MOST_EVENTS,
  onProgress: () => undefined,
};

/** What the event history says about a secret. */
export interface ReadHistory {
  readonly reads: readonly SecretRead[];
  /** Time of the oldest event that was read, if there were too many to read them all. */
  readonly cutOffAt: Date | undefined;
}

/**
 * Returns the reads of a secret in CloudTrail's event history, newest first, including refused ones.
 *
 * @param ids - ARN and name of the secret
 * @throws ScriptError if the caller may not read the event history
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

/** Reads an action's events page by page. Returns the time of the last event read, if there are more than the limit. */
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
