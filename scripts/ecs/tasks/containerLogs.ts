import { CloudWatchLogsClient, GetLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";
import type { AwsSession } from "../../aws/session";
import { maskedLogLine } from "../../secret/masking/maskedLogLine";
import { shortName } from "../ecs";

/** Number of a container's last log lines that are shown. */
const LAST_LINES = 8;

/** The log stream of a container. */
export interface LogPlace {
  readonly group: string;
  readonly stream: string;
  readonly region: string;
}

/**
 * The log stream of a task's container. Undefined if the container does not log to CloudWatch Logs. Source of the stream's name:
 * AWS's documentation of the awslogs driver, prefix/container/task.
 */
export function logPlaceOf(
  definition: TaskDefinition,
  container: string,
  taskArn: string,
): LogPlace | undefined {
  const found = (definition.containerDefinitions ?? []).find(({ name }) => name === container);
  const options = optionsOf(found);
  const [group, prefix, region] = ["group", "stream-prefix", "region"].map(
    (name) => options[`awslogs-${name}`],
  );
  if (group === undefined || prefix === undefined || region === undefined) return undefined;
  return { group, region, stream: `${prefix}/${container}/${shortName(taskArn)}` };
}

function optionsOf(container: ContainerDefinition | undefined): Record<string, string> {
  const logs = container?.logConfiguration;
  return logs?.logDriver === "awslogs" ? (logs.options ?? {}) : {};
}

/** A container's last log lines, with everything masked that looks like a credential or a phone number; or why there are none. */
export async function lastLines(session: AwsSession, place: LogPlace): Promise<string[]> {
  const { group: logGroupName, region, stream: logStreamName } = place;
  const client = new CloudWatchLogsClient({ ...session.clientConfig, region });
  const input = { logGroupName, logStreamName, limit: LAST_LINES, startFromHead: false };
  try {
    const { events = [] } = await client.send(new GetLogEventsCommand(input));
    if (events.length === 0) return [`(the log ${logStreamName} is empty)`];
    return events.flatMap(({ message = "" }) => message.trimEnd().split("\n").map(maskedLogLine));
  } catch (error) {
    return [`(no log: ${session.failed(error, "logs:GetLogEvents", logGroupName).message})`];
  } finally {
    client.destroy();
  }
}
