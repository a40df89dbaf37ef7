import {
  DescribeTaskDefinitionCommand,
  ECSClient,
  paginateListTaskDefinitionFamilies,
} from "@aws-sdk/client-ecs";
import { HISTORY_DAYS, readsOf } from "../access/trailEvents";
import type { AwsSession } from "../aws/session";
import { containerSecrets } from "../ecs/ecs";
import { arnParts } from "../aws/arn";

const DAY_MS = 86_400_000;

/** Someone who reads a secret today, and how that is known. */
export interface Reader {
  /** ARN of a role or a user. */
  readonly arn: string;
  readonly seen: string;
}

/** ARN and name of a secret. */
interface SecretIds {
  readonly arn: string;
  readonly name: string;
}

/** The readers of a secret that were found. */
export interface FoundReaders {
  readonly readers: readonly Reader[];
  /** Time of the oldest event that was read, if there were too many to read them all. */
  readonly cutOffAt: Date | undefined;
}

/**
 * Finds who has read a secret in the days that CloudTrail keeps, and the execution roles of task definitions that name it;
 * without the caller.
 */
export async function readersOf(
  session: AwsSession,
  ids: SecretIds,
  onProgress: (events: number) => void,
): Promise<FoundReaders> {
  const since = new Date(Date.now() - HISTORY_DAYS * DAY_MS);
  const { reads, cutOffAt } = await readsOf(session, ids, since, { onProgress });
  const inTrail = reads
    .filter(({ refused, principal }) => refused === undefined && principal.startsWith("arn:"))
    .map(({ principal }) => ({ arn: principal, seen: "has read it (CloudTrail)" }));
  const found = [...inTrail, ...(await readersInTasks(session, ids))];
  const others = found.filter(({ arn }) => !isSame(arn, session.callerArn));
  const byArn = new Map(others.map((reader) => [reader.arn, reader]));
  const readers = [...byArn.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  return { readers, cutOffAt };
}

/** Looks at the newest revision of each family only, because new tasks start from it. */
async function readersInTasks(
  session: AwsSession,
  { arn: secretArn, name: secretName }: SecretIds,
): Promise<Reader[]> {
  const client = new ECSClient(session.clientConfig);
  const readers: Reader[] = [];
  try {
    const pages = paginateListTaskDefinitionFamilies({ client }, { status: "ACTIVE" });
    for await (const { families = [] } of pages) {
      for (const taskDefinition of families) {
        const answer = await client.send(new DescribeTaskDefinitionCommand({ taskDefinition }));
        const definition = answer.taskDefinition ?? {};
        const names = containerSecrets(definition).some(
          ({ valueFrom }) => valueFrom.startsWith(secretArn) || valueFrom === secretName,
        );
        const arn = definition.executionRoleArn;
        if (names && arn !== undefined) {
          readers.push({ arn, seen: `starts tasks of ${taskDefinition} with it` });
        }
      }
    }
    return readers;
  } catch (error) {
    throw session.failed(error, "ecs:DescribeTaskDefinition");
  }
}

/**
 * Whether a principal is the caller. Only account and name are compared, because the ARN of a role's session lacks the role's
 * path.
 */
function isSame(principal: string, caller: string): boolean {
  const { accountId, resource, service } = arnParts(caller);
  const role = /^assumed-role\/([^/]+)\//.exec(resource)?.[1];
  if (service !== "sts" || role === undefined) return principal === caller;
  const its = arnParts(principal);
  const itsRole = /^role\/(?:.*\/)?([^/]+)$/.exec(its.resource)?.[1];
  return its.service === "iam" && its.accountId === accountId && itsRole === role;
}
