import { setTimeout as sleep } from "node:timers/promises";
import type { TwilioCredentials } from "../../infra/credentials/twilioCredentials";
import type { PublicService } from "../../scripts/rotation/stack/knock";
import type {
  ConfigPort,
  RotationConfig,
  RotationPorts,
  TasksPort,
} from "../../scripts/rotation/ports";
import { prove } from "../../scripts/rotation/stack/prove";
import { rotate, type Outcome } from "../../scripts/rotation/run";
import { twilioAccount } from "../../scripts/rotation/stack/twilioAccount";
import { BASE_URL_VARIABLE } from "../../scripts/twilio/client";
import type { SimulatedTwilioAccount } from "../support/twilio/rotation/account";
import { RotationServer } from "../support/twilio/rotation/server";

/** A phone line whose credentials are rotated. */
export interface RotatedLine {
  readonly account: SimulatedTwilioAccount;
  /** Credentials of the tasks at the beginning. */
  readonly credentials: TwilioCredentials;
  readonly service: PublicService;
  /** Acts like an update of the stack. After it returns, every task runs with these values. */
  readonly deploy: (values: TwilioCredentials) => Promise<void>;
  /** Reports each step as it starts. */
  readonly tell: (text: string) => void;
  /** The operator's pause before the promotion, in milliseconds. A promotion takes half of this time to reach Twilio's edges. */
  readonly pauseMs: number;
}

/** Result of a rotation: its steps, and the stack's config afterwards. */
export interface LineRotation extends Outcome {
  readonly credentials: TwilioCredentials;
}

/**
 * Rotates auth token and API key with the code of `npm run rotate-credentials -- --token --api-key`: its steps, its Twilio client
 * and its checks. The stack's config is kept in memory. `deploy` replaces Pulumi and ECS, so no IAM permission is tested.
 */
export async function rotateLine(line: RotatedLine): Promise<LineRotation> {
  const api = new RotationServer(line.account);
  const before = process.env[BASE_URL_VARIABLE];
  process.env[BASE_URL_VARIABLE] = await api.start();
  try {
    const stack = new MemoryStack(line);
    const wishes = { token: true, apiKey: true, undo: false, restToken: false };
    const waits = { settleMs: line.pauseMs / 2, pollMs: 100 };
    const outcome = await rotate(portsOf(line, stack), wishes, waits);
    return { ...outcome, credentials: stack.values() };
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, BASE_URL_VARIABLE);
    else process.env[BASE_URL_VARIABLE] = before;
    await api.stop();
  }
}

function portsOf({ credentials, pauseMs, tell }: RotatedLine, stack: MemoryStack): RotationPorts {
  return {
    config: stack,
    tasks: stack,
    twilio: twilioAccount(credentials),
    keyPrefix: "rehearsal/line/",
    confirm: () => sleep(pauseMs),
    hold: (step) => step(),
    tell,
    sleep: (milliseconds) => sleep(milliseconds),
    now: () => new Date(),
  };
}

/** A stack's config and tasks. */
class MemoryStack implements ConfigPort, TasksPort {
  #config: RotationConfig;
  #deployed: string;

  constructor(private readonly line: RotatedLine) {
    const { credentials } = line;
    this.#config = {
      main: credentials.TWILIO_AUTH_TOKEN,
      next: undefined,
      keySid: credentials.TWILIO_API_SID,
      keySecret: credentials.TWILIO_API_SECRET,
      oldKeySid: undefined,
    };
    this.#deployed = JSON.stringify(this.values());
  }

  read(): Promise<RotationConfig> {
    return Promise.resolve(this.#config);
  }

  write(change: Partial<RotationConfig>): Promise<void> {
    this.#config = { ...this.#config, ...change };
    return Promise.resolve();
  }

  rollout(): ReturnType<TasksPort["rollout"]> {
    return Promise.resolve(
      this.#deployed === JSON.stringify(this.values())
        ? { state: "deployed", tasks: 1 }
        : { state: "not deployed", detail: "the task has other values than the config" },
    );
  }

  async up(): Promise<void> {
    const values = this.values();
    await this.line.deploy(values);
    this.#deployed = JSON.stringify(values);
  }

  prove(tokens: readonly string[], tasks: number): Promise<void> {
    return prove(this.line.service, this.line.credentials, tokens, tasks);
  }

  /** Keys and values of the secret after an update. */
  values(): TwilioCredentials {
    const { main, next, keySid, keySecret } = this.#config;
    return {
      ...this.line.credentials,
      TWILIO_AUTH_TOKEN: main,
      TWILIO_API_SID: keySid,
      TWILIO_API_SECRET: keySecret,
      ...(next === undefined ? {} : { TWILIO_AUTH_TOKEN_NEXT: next }),
    };
  }
}
