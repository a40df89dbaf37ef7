import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient, type Service } from "@aws-sdk/client-ecs";
import { IAMClient } from "@aws-sdk/client-iam";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { secretsClientOf } from "../aws/assumeRole";
import { openAwsSession, requireAccount, type AwsSession } from "../aws/session";
import { ScriptInputs } from "../stack/scriptInputs";
import { checksOrFailure } from "../terminal/checksOrFailure";
import type { Options } from "../terminal/options";
import type { Check, Report } from "../terminal/report";
import { wrongUse } from "../terminal/scriptError";
import { namesChecks, platformChecks, statusChecks } from "./definition/definitionChecks";
import { containerSecrets, describeService, describeTaskDefinition } from "./ecs";
import type { ContainerSecret } from "./ecs";
import { injectionChecks } from "./definition/injectionChecks";
import { endpointPolicyChecks } from "./network/endpointPolicies";
import { networkChecks } from "./network/networkChecks";
import { readSecrets } from "./roles/readSecrets";
import { roleChecks, type RoleKind } from "./roles/roleAccess";
import type { ReadSecret } from "./roles/simulatedRequests";
import { stoppedTaskChecks } from "./tasks/stoppedTasks";
import { startTask } from "./definition/taskStart";
import { trialRun } from "./tasks/trialRun";

/**
 * Checks everything that a task of the service needs to get its secrets. Returns the exit code.
 *
 * @throws ScriptError if there is nothing to check, or no login
 */
export async function secretAccess(options: Options, report: Report): Promise<0 | 1> {
  const given = options.text("task-definition");
  const run = options.flag("run");
  if (run && given !== undefined) {
    throw wrongUse(
      "--run needs a service, whose network it uses, but --task-definition names none",
      "give one of them",
    );
  }
  const needed = given === undefined ? (["cluster", "service"] as const) : [];
  const inputs = await ScriptInputs.of(options, needed, report);
  report.progress("Asking AWS who is calling");
  const session = await openAwsSession(inputs.region(), report);
  const subject = await findSubject(session, inputs, given, report);
  await checkInjection(session, subject, options.flag("assume-role"), report);
  const read = await checkRoles(session, subject, report);
  await checkService(session, subject, read, report);
  const { service, taskDefinitionArn } = subject;
  if (run && service !== undefined) {
    const start = () => trialRun(session, service, taskDefinitionArn, report);
    report.add(...(await checksOrFailure("run", start)));
  }
  return report.verdict(
    run
      ? "A task of this definition gets all its secrets: one was started."
      : "A task of this definition will get all its secrets.",
    (failures) =>
      `A task of this definition is not safe to start: ${failures} of the checks failed.`,
  );
}

/** The task definition that is checked, and its service. */
interface Subject {
  readonly taskDefinitionArn: string;
  readonly executionRoleArn: string | undefined;
  readonly taskRoleArn: string | undefined;
  readonly secrets: readonly ContainerSecret[];
  readonly service: (Service & { readonly cluster: string }) | undefined;
}

async function findSubject(
  session: AwsSession,
  inputs: ScriptInputs,
  given: string | undefined,
  report: Report,
): Promise<Subject> {
  report.progress("Reading the task definition");
  const client = new ECSClient(session.clientConfig);
  const service = given === undefined ? await serviceOf(session, client, inputs) : undefined;
  const wanted = given ?? service?.taskDefinition ?? inputs.required("task-definition");
  requireAccount(session, wanted);
  const definition = await describeTaskDefinition(session, client, wanted);
  const taskDefinitionArn = definition.taskDefinitionArn ?? wanted;
  report.fact("taskDefinition", "task", taskDefinitionArn);
  const secrets = containerSecrets(definition);
  if (secrets.length === 0)
    throw wrongUse(`${taskDefinitionArn} has no container secrets`, "npm run up");
  report.add(
    ...statusChecks(definition.status, service !== undefined),
    ...platformChecks(service?.platformVersion),
    ...namesChecks(secrets),
  );
  const executionRoleArn = orUndefined(definition.executionRoleArn);
  const taskRoleArn = orUndefined(definition.taskRoleArn);
  return { taskDefinitionArn, executionRoleArn, taskRoleArn, secrets, service };
}

function orUndefined(text: string | undefined): string | undefined {
  return text === "" ? undefined : text;
}

async function serviceOf(
  session: AwsSession,
  client: ECSClient,
  inputs: ScriptInputs,
): Promise<Service & { readonly cluster: string }> {
  const cluster = inputs.required("cluster");
  return {
    ...(await describeService(session, client, cluster, inputs.required("service"))),
    cluster,
  };
}

/** Does what the ECS agent does, with the execution role's credentials or with the caller's. */
async function checkInjection(
  session: AwsSession,
  { executionRoleArn, secrets }: Subject,
  assumeRole: boolean,
  report: Report,
): Promise<void> {
  const asRole = assumeRole ? executionRoleArn : undefined;
  report.progress("Reading the secrets as a task would");
  const client =
    asRole === undefined
      ? new SecretsManagerClient(session.clientConfig)
      : await secretsClientOf(session, asRole);
  report.fact(
    "readAs",
    "read as",
    asRole ?? `${session.callerArn} (the caller; see --assume-role)`,
  );
  report.add(...injectionChecks(session, await startTask(client, secrets), asRole));
}

async function checkRoles(
  session: AwsSession,
  subject: Subject,
  report: Report,
): Promise<readonly ReadSecret[]> {
  const { executionRoleArn, taskRoleArn, secrets } = subject;
  if (executionRoleArn === undefined) {
    const detail =
      "none; the agent says: ASM secret resource: unable to find execution role credentials";
    report.add({ name: "execution role", result: "fail", detail, fix: "npm run up" });
  }
  report.progress("Asking IAM's policy simulator");
  const read = await readSecrets(session, secrets, report);
  const client = new IAMClient(session.clientConfig);
  const roles: readonly (readonly [RoleKind, string | undefined])[] = [
    ["execution role", executionRoleArn],
    ["task role", taskRoleArn],
  ];
  for (const [kind, roleArn] of roles) {
    if (roleArn === undefined) continue;
    report.add(
      ...(await checksOrFailure(kind, () => roleChecks(session, client, kind, roleArn, read))),
    );
  }
  return read;
}

async function checkService(
  session: AwsSession,
  subject: Subject,
  read: readonly ReadSecret[],
  report: Report,
): Promise<void> {
  const { service, taskDefinitionArn, executionRoleArn } = subject;
  if (service === undefined) {
    const detail = "not looked at: no service, only a task definition";
    report.add({ name: "network", result: "note", detail });
    return;
  }
  const configuration = service.networkConfiguration?.awsvpcConfiguration ?? { subnets: [] };
  report.progress("Following the routes out of the subnets");
  const ec2 = new EC2Client(session.clientConfig);
  const network = async (): Promise<Check[]> => {
    const found = await networkChecks(session, ec2, configuration);
    if (executionRoleArn === undefined) return found.checks;
    const client = new IAMClient(session.clientConfig);
    const { region } = session;
    const policies = await endpointPolicyChecks(
      client,
      found.network,
      region,
      executionRoleArn,
      read,
    ).catch((error: unknown) => {
      throw session.failed(error, "iam:SimulateCustomPolicy");
    });
    return [...found.checks, ...policies];
  };
  report.add(...(await checksOrFailure("network", network)));
  report.progress("Reading the stopped tasks");
  const ecs = new ECSClient(session.clientConfig);
  const { cluster, serviceName = "" } = service;
  const stopped = () => stoppedTaskChecks(session, ecs, cluster, serviceName, taskDefinitionArn);
  report.add(...(await checksOrFailure("stopped tasks", stopped)));
}
