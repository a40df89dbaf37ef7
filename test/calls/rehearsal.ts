import { setTimeout as sleep } from "node:timers/promises";
import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import type { Step } from "../../scripts/rotation/decide";
import type { PublicService } from "../../scripts/rotation/stack/knock";
import type { SimulatedTwilioAccount } from "../support/twilio/rotation/account";
import { Endpoint, EndpointAgent } from "./endpoint";
import { leakedIn } from "./leaked";
import { atVersion, domainOf, publicServiceOf, type PlannedTask } from "./plannedTask";
import { rotateLine } from "./rotation";
import { findSandbox, type Sandbox } from "./sandbox";
import { SecretStore } from "./secretStore";
import { Task, type TaskEnd } from "./task";
import { TwilioAccount, type FinishedCall } from "./twilio/account";

/** Settings of a rehearsal. */
export interface RehearsalArgs {
  readonly planned: PlannedTask;
  /** The simulated Twilio account. The first task uses its first API key. */
  readonly account: SimulatedTwilioAccount;
  /** Number of calls in progress at any time. */
  readonly calls: number;
  /** Length of the rehearsal in seconds. */
  readonly seconds: number;
  /** Seconds between SIGTERM and SIGKILL. Replaces the value of the task definition. */
  readonly graceSeconds: number;
  /** Python with the service's requirements. */
  readonly python: string;
  readonly serviceFolder: string;
  /** Reports each step as it starts. */
  readonly tell: (text: string) => void;
}

/** How one task started and ended. */
export interface PlayedTask extends TaskEnd {
  readonly name: string;
  readonly versionId: string;
  readonly healthySeconds: number;
}

/** Observations of the rehearsal. */
export interface RehearsalResult {
  readonly sandbox: string;
  readonly tasks: readonly PlayedTask[];
  readonly calls: readonly FinishedCall[];
  /** The steps of the rotation. */
  readonly steps: readonly Step[];
  /** Names of the credentials that a log contains; "a phone number" if it contains one. */
  readonly leaked: readonly string[];
}

/** Phases of a rehearsal: before the rotation, the operator's pause before the promotion, Twilio's delay, after the rotation. */
const PARTS = 4;

/** Length of a call as a share of the rehearsal: long enough that some calls move to another task twice. */
const CALL_PART = 0.4;

/**
 * Runs the whole phone line on this machine. Calls are in progress all the time, while auth token and API key are rotated with
 * the steps of rotate-credentials. The second task accepts the old token and the next one. Then Twilio promotes the next token,
 * and the third task accepts only this token. Each new task takes over while the task before it is stopped.
 */
export async function rehearse(args: RehearsalArgs): Promise<RehearsalResult> {
  const stage = await Stage.open(args);
  try {
    return await stage.play();
  } finally {
    await stage.close();
  }
}

class Stage {
  readonly #tasks: Task[] = [];
  readonly #ends: PlayedTask[] = [];
  readonly #finished: FinishedCall[] = [];
  /** Every set of credentials that any task was started with. */
  readonly #values: TwilioCredentials[] = [];
  readonly #sandbox: Sandbox = findSandbox();
  #playing = true;

  private constructor(
    private readonly args: RehearsalArgs,
    private readonly store: SecretStore,
    private readonly twilio: TwilioAccount,
    private readonly endpoint: Endpoint,
  ) {}

  static async open(args: RehearsalArgs): Promise<Stage> {
    const { account, planned } = args;
    args.tell("Starting Secrets Manager (emulated), Twilio (simulated) and the endpoint");
    const [store, twilio, endpoint] = await Promise.all([
      SecretStore.start(planned.region, planned.secretName),
      TwilioAccount.start(account),
      Endpoint.start(domainOf(planned)),
    ]);
    return new Stage(args, store, twilio, endpoint);
  }

  async play(): Promise<RehearsalResult> {
    const { account, seconds, tell } = this.args;
    const credentials = account.credentials();
    const pauseMs = (seconds * 1000) / PARTS;
    await this.takeOver(credentials);
    tell(`Playing ${this.args.calls} calls at a time`);
    const callers = Array.from({ length: this.args.calls }, (_, index) => this.keepCalling(index));
    await sleep(pauseMs);
    const { steps } = await rotateLine({
      account,
      credentials,
      service: this.service(),
      deploy: (values) => this.takeOver(values),
      tell,
      pauseMs,
    });
    await sleep(pauseMs);
    this.#playing = false;
    tell("Waiting for the last calls");
    await Promise.all(callers);
    tell("Stopping the last task");
    await this.stopLast();
    const log = this.#tasks.flatMap((task) => task.log).join("\n");
    return {
      sandbox: this.#sandbox.description,
      tasks: this.#ends,
      calls: this.#finished,
      steps,
      leaked: leakedIn(log, this.#values, this.#finished),
    };
  }

  async close(): Promise<void> {
    this.#playing = false;
    await Promise.all(this.#tasks.map((task) => task.kill()));
    await Promise.all([this.store.stop(), this.twilio.stop(), this.endpoint.stop()]);
  }

  /** Acts like a stack update: writes a secret version, starts a task with it, routes new calls to this task, stops the old task. */
  private async takeOver(values: TwilioCredentials): Promise<void> {
    const { graceSeconds, planned, python, serviceFolder } = this.args;
    this.#values.push(values);
    const versionId = await this.store.put({ ...values });
    const extra = Object.keys(values).filter((name) => name === "TWILIO_AUTH_TOKEN_NEXT");
    const injected = await this.store.resolve(atVersion(planned.secrets, versionId, extra));
    const number = this.#tasks.length + 1;
    const host = `127.0.0.${number + 1}`;
    const task = Task.start({
      name: String(number),
      host,
      environment: {
        ...planned.environment,
        ...injected,
        HOST: host,
        GRACEFUL_SHUTDOWN_TIMEOUT: String(graceSeconds),
        PHONE_TEST_TWILIO_API_URL: this.twilio.apiUrl,
      },
      sandbox: this.#sandbox,
      python,
      serviceFolder,
    });
    const before = this.#tasks.at(-1);
    this.#tasks.push(task);
    const healthySeconds = await task.healthy();
    this.endpoint.target = task.address;
    this.#ends.push({ name: task.args.name, versionId, healthySeconds, seconds: 0, code: null });
    if (before !== undefined) await this.end(before);
  }

  private async stopLast(): Promise<void> {
    const last = this.#tasks.at(-1);
    if (last !== undefined) await this.end(last);
  }

  private async end(task: Task): Promise<void> {
    const end = await task.stop();
    const index = this.#tasks.indexOf(task);
    const known = this.#ends[index];
    if (known !== undefined) this.#ends[index] = { ...known, ...end };
  }

  /** Makes one call after another until the rehearsal ends. */
  private async keepCalling(place: number): Promise<void> {
    const { account, calls, seconds } = this.args;
    const length = seconds * 1000 * CALL_PART;
    await sleep((place / calls) * length);
    const context = {
      to: account.phoneNumber,
      webhookUrl: this.service().webhookUrl.href,
      endpoint: this.endpoint,
    };
    while (this.#playing) this.#finished.push(await this.twilio.call(context, length));
  }

  /** The line with its public address, as Twilio reaches it. */
  private service(): PublicService {
    return publicServiceOf(this.args.planned, new EndpointAgent(this.endpoint));
  }
}
