import { isCredential } from "../infra/credentials/twilioCredentials";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ECSClient, type Service } from "@aws-sdk/client-ecs";
import { IAMClient } from "@aws-sdk/client-iam";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { secretsClientOf } from "./aws/assumeRole";
import { attempt } from "./terminal/asCheck";
import { openAwsSession, requireAccount, type AwsSession } from "./aws/session";
import { main, type Command } from "./terminal/command";
import { namesChecks, statusChecks } from "./ecs/definitionChecks";
import { containerSecrets, describeService, describeTaskDefinition } from "./ecs/ecs";
import type { ContainerSecret } from "./ecs/ecs";
import { injectionChecks } from "./ecs/injectionChecks";
import { networkChecks } from "./ecs/networkPath";
import { readSecrets } from "./ecs/roles/readSecrets";
import type { Report } from "./terminal/report";
import { roleChecks, type RoleKind } from "./ecs/roles/roleAccess";
import { wrongUse } from "./terminal/scriptError";
import { stoppedTaskChecks } from "./ecs/stoppedTasks";
import { Target } from "./stack/target";
import { startTask } from "./ecs/taskStart";

const command: Command = {
  name: "test-ecs-secret-access",
  isCredential,
  summary:
    "Proves what a task of the service will be able to read, with its roles' rights, not the caller's.",
  options: {
    cluster: { type: "string", value: "NAME", description: "ECS cluster, instead of the stack's" },
    service: { type: "string", value: "NAME", description: "ECS service, instead of the stack's" },
    "task-definition": {
      type: "string",
      value: "ARN",
      description: "task definition, instead of the service's",
    },
    "assume-role": {
      type: "boolean",
      description: "read with the execution role's own credentials",
    },
  },
  examples: [
    "npm run test-ecs-secret-access -- --stack dev",
    "npm run test-ecs-secret-access -- --task-definition pipecat-phone:7 --assume-role",
  ],

  async run(options, report) {
    const needed =
      options.text("task-definition") === undefined ? (["cluster", "service"] as const) : [];
    const target = await Target.of(options, needed, report);
    report.progress("Asking AWS who is calling");
    const session = await openAwsSession(target.region(), report);
    const subject = await findSubject(session, target, options.text("task-definition"), report);
    await checkInjection(session, subject, options.flag("assume-role"), report);
    await checkRoles(session, subject, report);
    await checkService(session, subject, report);
    return report.verdict(
      "A task of this definition will get all its secrets.",
      (failures) =>
        `A task of this definition is not safe to start: ${failures} of the checks failed.`,
    );
  },
};

/** What is checked. */
interface Subject {
  readonly taskDefinitionArn: string;
  readonly executionRoleArn: string | undefined;
  readonly taskRoleArn: string | undefined;
  readonly secrets: readonly ContainerSecret[];
  readonly service: (Service & { readonly cluster: string }) | undefined;
}

async function findSubject(
  session: AwsSession,
  target: Target,
  given: string | undefined,
  report: Report,
): Promise<Subject> {
  report.progress("Reading the task definition");
  const client = new ECSClient(session.clientConfig);
  const service = given === undefined ? await serviceOf(session, client, target) : undefined;
  const wanted = given ?? service?.taskDefinition ?? target.required("task-definition");
  requireAccount(session, wanted);
  const definition = await describeTaskDefinition(session, client, wanted);
  const taskDefinitionArn = definition.taskDefinitionArn ?? wanted;
  report.fact("taskDefinition", "task", taskDefinitionArn);
  const secrets = containerSecrets(definition);
  if (secrets.length === 0)
    throw wrongUse(`${taskDefinitionArn} has no container secrets`, "npm run up");
  report.add(...statusChecks(definition.status, service !== undefined), ...namesChecks(secrets));
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
  target: Target,
): Promise<Service & { readonly cluster: string }> {
  const cluster = target.required("cluster");
  return {
    ...(await describeService(session, client, cluster, target.required("service"))),
    cluster,
  };
}

/** Does what the agent does, with the execution role's credentials or, without them, with the caller's. */
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

async function checkRoles(session: AwsSession, subject: Subject, report: Report): Promise<void> {
  const { executionRoleArn, taskRoleArn, secrets } = subject;
  if (executionRoleArn === undefined) {
    const detail =
      "none; the agent says: ASM secret resource: unable to find execution role credentials";
    report.add({ name: "execution role", result: "fail", detail, cure: "npm run up" });
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
    report.add(...(await attempt(kind, () => roleChecks(session, client, kind, roleArn, read))));
  }
}

async function checkService(
  session: AwsSession,
  { service, taskDefinitionArn }: Subject,
  report: Report,
): Promise<void> {
  if (service === undefined) {
    const detail = "not looked at: no service, only a task definition";
    report.add({ name: "network", result: "note", detail });
    return;
  }
  const configuration = service.networkConfiguration?.awsvpcConfiguration ?? { subnets: [] };
  report.progress("Following the routes out of the subnets");
  const ec2 = new EC2Client(session.clientConfig);
  report.add(...(await attempt("network", () => networkChecks(session, ec2, configuration))));
  report.progress("Reading the stopped tasks");
  const ecs = new ECSClient(session.clientConfig);
  const { cluster, serviceName = "" } = service;
  const stopped = () => stoppedTaskChecks(session, ecs, cluster, serviceName, taskDefinitionArn);
  report.add(...(await attempt("stopped tasks", stopped)));
}

void main(command);
