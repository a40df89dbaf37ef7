import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { isRecord } from "../../../offline/engine/wire";
import { onLoopback, type LoopbackServer } from "../loopback";

/** Result of one update of the stack: the secret's keys and values. */
export type Version = Readonly<Record<string, string>>;

/** The account's secret, as its ARN. */
export const SECRET_ARN =
  "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/twilio-credentials-AbCdEf";

const TASK = "arn:aws:ecs:eu-north-1:123456789012:task/phone";

const SERVICE = { serviceName: "phone", status: "ACTIVE" };

const DEFINITION = "arn:aws:ecs:eu-north-1:123456789012:task-definition/phone";

/** The tasks of the service. The server sends requests to them in turn. */
export interface Task {
  readonly revision: number;
  readonly values: Version;
}

/**
 * A server that answers a rotation's requests to AWS: for the secret, its version, the task definition, the deployment and its tasks.
 * It derives the answers from the updates that the stack's program records in a file. For a while after an update, the old tasks run
 * next to the new ones. The server checks no permissions, and it does not prove how AWS itself would answer.
 */
export class SimulatedCloud {
  /** Milliseconds from an update until the old tasks are stopped. */
  rolloutMs = 500;
  /** Sets the service's desired count to 0. */
  isStopped = false;
  /** Returns the error that a call is refused with. Undefined lets the call succeed. */
  faultAt: (operation: string) => string | undefined = () => undefined;
  #seen = 0;
  #changedAt = 0;
  #server: LoopbackServer | undefined;

  constructor(private readonly file: string) {}

  async start(): Promise<string> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        const [type, answer] = this.answer(request, body);
        const isError = answer.startsWith('{"__type"');
        response.writeHead(isError ? 400 : 200, { "content-type": type }).end(answer);
      });
    });
    this.#server = await onLoopback(server);
    return this.#server.url;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  /** Every version so far, the present one last. */
  versions(): Version[] {
    if (!existsSync(this.file)) return [];
    const lines = readFileSync(this.file, "utf8").split("\n").filter(Boolean);
    return lines.flatMap((line): Version[] => {
      const parsed: unknown = JSON.parse(line);
      if (!isRecord(parsed)) return [];
      return [
        Object.fromEntries(Object.entries(parsed).map(([key, value]) => [key, String(value)])),
      ];
    });
  }

  /** The running tasks: those of the current version, and for a while also those of the version before. */
  tasks(): Task[] {
    const versions = this.versions();
    if (versions.length !== this.#seen) {
      this.#changedAt = this.#seen === 0 ? 0 : Date.now();
      this.#seen = versions.length;
    }
    const all = versions.map((values, index) => ({ values, revision: index + 1 }));
    return this.isRollingOut() ? all.slice(-2) : all.slice(-1);
  }

  private isRollingOut(): boolean {
    return Date.now() - this.#changedAt < this.rolloutMs;
  }

  private answer({ headers }: IncomingMessage, body: string): [type: string, answer: string] {
    const target =
      String(headers["x-amz-target"] ?? "")
        .split(".")
        .at(-1) ?? "";
    if (target === "") return ["text/xml", CALLER];
    // Before an update a script checks whether the secret's name is taken. Here it is free: the state holds no secret, and an
    // existing secret would stop the update.
    const isByName = target === "DescribeSecret" && !body.includes(SECRET_ARN);
    const type = isByName ? "ResourceNotFoundException" : this.faultAt(target);
    const result = type === undefined ? this.result(target, body) : { __type: type, message: type };
    return ["application/x-amz-json-1.1", JSON.stringify(result)];
  }

  private result(target: string, body: string): object {
    const tasks = this.tasks();
    const current = tasks.at(-1);
    const revision = current?.revision ?? 0;
    const taskDefinition = `${DEFINITION}:${revision}`;
    const version = `version-${revision}`;
    switch (target) {
      case "GetSecretValue":
        return {
          ARN: SECRET_ARN,
          VersionId: version,
          SecretString: JSON.stringify(current?.values),
        };
      case "DescribeSecret":
        return { ARN: SECRET_ARN, Name: "pipecat/twilio-credentials" };
      case "DescribeServices": {
        const rolloutState = this.isRollingOut() ? "IN_PROGRESS" : "COMPLETED";
        const deployments = [{ taskDefinition, rolloutState, runningCount: 1, status: "PRIMARY" }];
        return {
          services: [
            { ...SERVICE, desiredCount: this.isStopped ? 0 : 1, taskDefinition, deployments },
          ],
        };
      }
      case "DescribeTaskDefinition": {
        const asked = /:(\d+)"/.exec(body)?.[1] ?? "";
        const names = Object.keys(this.versions()[Number(asked) - 1] ?? {});
        const secrets = names.map((name) => ({
          name,
          valueFrom: `${SECRET_ARN}:${name}::version-${asked}`,
        }));
        return { taskDefinition: { containerDefinitions: [{ name: "phone", secrets }] } };
      }
      case "ListServiceDeployments": {
        const status = this.isRollingOut() ? "IN_PROGRESS" : "SUCCESSFUL";
        return { serviceDeployments: [{ status }] };
      }
      case "ListTasks":
        return {
          taskArns: this.isStopped ? [] : tasks.map(({ revision }) => `${TASK}/${revision}`),
        };
      case "DescribeTasks":
        return {
          tasks: tasks.map((task) => ({
            taskDefinitionArn: `${DEFINITION}:${task.revision}`,
            lastStatus: "RUNNING",
          })),
        };
      default:
        throw new Error(`the simulated cloud does not know ${target}`);
    }
  }
}

const CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/deployer</Arn><UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account>
</GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
