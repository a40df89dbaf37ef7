import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";

/** Logs Insights queries on the service's log, by title; `CALL_SID` in one of them is to be replaced by a call's. */
const QUERIES = {
  Errors: [
    "fields @timestamp, @logStream, @message",
    "filter @message like /(?i)(error|exception|traceback|critical)/",
    "sort @timestamp desc",
    "limit 200",
  ],
  "One call": [
    "fields @timestamp, @logStream, @message",
    'filter @message like "CALL_SID"',
    "sort @timestamp asc",
    "limit 1000",
  ],
  "Calls by the hour": [
    "parse @message /(?<call>CA[0-9a-f]{32})/",
    "filter ispresent(call)",
    "stats count_distinct(call) as calls by bin(1h)",
  ],
  "Starts and stops": [
    "fields @timestamp, @logStream, @message",
    "filter @message like /(?i)(startup|started|shutting down|shutdown|SIGTERM)/",
    "sort @timestamp desc",
    "limit 200",
  ],
} as const;

/** Saves the queries in CloudWatch's console, in a folder named after the stack. They cost nothing until one is run. */
export function savedQueries(
  name: string,
  logGroupName: pulumi.Input<string>,
  folder: string,
  parent: pulumi.Resource,
): void {
  for (const [title, lines] of Object.entries(QUERIES)) {
    new cloudwatch.QueryDefinition(
      `${name}-${title.toLowerCase().replaceAll(" ", "-")}`,
      {
        name: `${folder}/${title}`,
        logGroupNames: [logGroupName],
        queryString: lines.join("\n| "),
      },
      { parent },
    );
  }
}
