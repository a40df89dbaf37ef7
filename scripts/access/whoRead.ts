import { ECSClient } from "@aws-sdk/client-ecs";
import { IAMClient } from "@aws-sdk/client-iam";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { openAwsSession, requireAccount, type AwsSession } from "../aws/session";
import { describeTaskDefinition } from "../ecs/ecs";
import { access } from "../ecs/roles/access";
import { readSecrets } from "../ecs/roles/readSecrets";
import { readRequest, type ReadSecret } from "../ecs/roles/simulatedRequests";
import { describeSecret } from "../secret/secretChecks";
import { ScriptInputs } from "../stack/scriptInputs";
import { checksOrFailure } from "../terminal/checksOrFailure";
import type { Options } from "../terminal/options";
import type { Check, Report } from "../terminal/report";
import { wrongUse } from "../terminal/scriptError";
import { readerChecks, readersIn, readersOfPolicy } from "./readers";
import { HISTORY_DAYS, readsOf } from "./trailEvents";

const DAY_MS = 86_400_000;

/** Shows who has read the secret, and who may read it. Returns the exit code. */
export async function whoRead(options: Options, report: Report): Promise<0 | 1> {
  const days = daysOf(options.text("days"));
  const inputs = await ScriptInputs.of(options, ["secret-id"], report);
  const secretId = inputs.required("secret-id");
  report.progress("Asking AWS who is calling");
  const session = await openAwsSession(inputs.region(), report);
  requireAccount(session, secretId);
  const client = new SecretsManagerClient(session.clientConfig);
  const { ARN: arn = secretId, Name: name = secretId } = await describeSecret(
    session,
    client,
    secretId,
  );
  report.fact("secret", "secret", arn);
  report.progress("Reading the policies");
  const [secret] = await readSecrets(session, [{ container: "", name, valueFrom: arn }], report);
  const roles = await rolesOf(session, inputs.optional("task-definition"));
  const listed = readersOfPolicy(secret?.policy);
  report.add(policyCheck(listed));
  for (const role of secret === undefined ? [] : roles) {
    report.add(...(await checksOrFailure("may read", () => roleCheck(session, role, secret))));
  }
  const since = new Date(Date.now() - days * DAY_MS);
  report.progress("Reading CloudTrail's event history");
  const { reads, cutOffAt } = await readsOf(session, { arn, name }, since, {
    onProgress: (events) => {
      report.progress(`Reading CloudTrail's event history: ${events} events, 50 a second`);
    },
  });
  const readers = readersIn(reads, [...(listed ?? []), ...roles]);
  report.data("readBy", readers);
  report.add(...readerChecks(readers, days), ...limitChecks(session, days, cutOffAt));
  return report.verdict(
    "CloudTrail shows no read by anybody who is not expected.",
    (failures) => `${failures} of the checks failed.`,
  );
}

function daysOf(given: string | undefined): number {
  const days = given === undefined ? HISTORY_DAYS : Number(given);
  if (Number.isInteger(days) && days >= 1 && days <= HISTORY_DAYS) return days;
  throw wrongUse(
    `--days needs a whole number from 1 to ${HISTORY_DAYS}: CloudTrail's event history goes back no further`,
    "for older reads, look in the log files of a trail, if the account has one",
  );
}

/** The two roles of a task definition. */
async function rolesOf(
  session: AwsSession,
  taskDefinition: string | undefined,
): Promise<readonly string[]> {
  if (taskDefinition === undefined) return [];
  const client = new ECSClient(session.clientConfig);
  const { executionRoleArn = "", taskRoleArn = "" } = await describeTaskDefinition(
    session,
    client,
    taskDefinition,
  );
  return [executionRoleArn, taskRoleArn].filter((arn) => arn !== "");
}

function policyCheck(listed: readonly string[] | undefined): Check {
  const name = "may read";
  return listed === undefined
    ? {
        name,
        result: "fail",
        detail:
          "the secret's resource policy limits no reader: every principal of this account with secretsmanager:GetSecretValue may read it",
        fix: "npm run up",
      }
    : {
        name,
        result: "ok",
        detail: `the resource policy denies reads to all but: ${listed.join(", ")}`,
      };
}

async function roleCheck(
  session: AwsSession,
  roleArn: string,
  secret: ReadSecret | undefined,
): Promise<readonly Check[]> {
  if (secret === undefined) return [];
  const client = new IAMClient(session.clientConfig);
  const request = readRequest(roleArn, secret);
  const { allowed, reason } = await access(client, request, secret.policy, "own or resource").catch(
    (error: unknown) => {
      throw session.failed(error, "iam:SimulatePrincipalPolicy", roleArn);
    },
  );
  const detail = `${roleArn}: ${allowed ? "allowed" : "denied,"} ${reason}`;
  return [{ name: "may read", result: allowed ? "ok" : "note", detail }];
}

/** What the event history does not show. */
function limitChecks(session: AwsSession, days: number, cutOffAt: Date | undefined): Check[] {
  const name = "not shown";
  const until = cutOffAt === undefined ? [] : [cutOffAt.toISOString()];
  return [
    ...until.map((time): Check => ({
      name,
      result: "note",
      detail: `reads before ${time}: the account has too many events to read them all; choose fewer --days`,
    })),
    {
      name,
      result: "note",
      detail: `reads of the last 15 minutes or so, of more than ${days} days ago, in regions other than ${session.region}, and by other accounts, whose CloudTrail may have them`,
    },
  ];
}
