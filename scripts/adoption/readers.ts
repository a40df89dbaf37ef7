import { CloudTrailClient, paginateLookupEvents } from "@aws-sdk/client-cloudtrail";
import {
  DescribeTaskDefinitionCommand,
  ECSClient,
  paginateListTaskDefinitionFamilies,
} from "@aws-sdk/client-ecs";
import { isRecord } from "../../offline/engine/wire";
import { containerSecrets } from "../ecs/ecs";
import type { AwsSession } from "../aws/session";
import { jsonObject } from "../secret/secretContents";

/** Events that are looked through at most; CloudTrail gives out two pages of 50 a second. */
const MOST_EVENTS = 2_000;

/** Who reads a secret today, and why that is known. */
export interface Reader {
  /** ARN of a role or a user. */
  readonly arn: string;
  readonly seen: string;
}

/** Who has read a secret in the 90 days that CloudTrail keeps, and whose task definitions name it; the caller left out. */
export async function readersOf(
  session: AwsSession,
  secretArn: string,
  secretName: string,
): Promise<readonly Reader[]> {
  const readers = [
    ...(await readersInTrail(session, secretArn, secretName)),
    ...(await readersInTasks(session, secretArn, secretName)),
  ];
  const byArn = new Map(readers.map((reader) => [reader.arn, reader]));
  byArn.delete(roleOf(session.callerArn));
  return [...byArn.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

async function readersInTrail(
  session: AwsSession,
  secretArn: string,
  secretName: string,
): Promise<Reader[]> {
  const client = new CloudTrailClient(session.clientConfig);
  const LookupAttributes = [
    { AttributeKey: "EventName" as const, AttributeValue: "GetSecretValue" },
  ];
  const readers: Reader[] = [];
  let count = 0;
  try {
    for await (const { Events = [] } of paginateLookupEvents({ client }, { LookupAttributes })) {
      for (const { CloudTrailEvent = "" } of Events) {
        const reader = readerIn(CloudTrailEvent, [secretArn, secretName]);
        if (reader !== undefined) readers.push({ arn: reader, seen: "has read it (CloudTrail)" });
      }
      count += Events.length;
      if (count >= MOST_EVENTS) break;
    }
    return readers;
  } catch (error) {
    throw session.failed(error, "cloudtrail:LookupEvents");
  }
}

/** The role or user of an event that read one of these secrets; undefined for any other event, and for one that was refused. */
export function readerIn(event: string, secretIds: readonly string[]): string | undefined {
  const record = jsonObject(event);
  const secretId = at(record, "requestParameters", "secretId");
  if (record?.["errorCode"] !== undefined || typeof secretId !== "string") return undefined;
  if (!secretIds.includes(secretId)) return undefined;
  const arn =
    at(record, "userIdentity", "sessionContext", "sessionIssuer", "arn") ??
    at(record, "userIdentity", "arn");
  return typeof arn === "string" ? arn : undefined;
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isRecord(found) ? found[key] : undefined), value);
}

/** The newest revision of each family: what starts from now on. */
async function readersInTasks(
  session: AwsSession,
  secretArn: string,
  secretName: string,
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

/** The role behind an assumed role's session, whose path its ARN does not tell; any other principal as it is. */
function roleOf(arn: string): string {
  const [, account, role] = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return role === undefined ? arn : `arn:aws:iam::${account ?? ""}:role/${role}`;
}
