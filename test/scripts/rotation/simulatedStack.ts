import assert from "node:assert/strict";
import type { ConfigChange, RotationConfig, RotationPorts } from "../../../scripts/rotation/ports";
import { checkFailed } from "../../../scripts/terminal/scriptError";
import { SimulatedTwilioAccount } from "../../support/twilio/rotation/account";
import { twilioPort, type AtomicCall } from "./twilioPort";

/** A key that no stack has stored is deleted when it is older than ten minutes. */
export const ELEVEN_MINUTES_MS = 11 * 60_000;

/** Thrown at a simulated kill: the process does nothing more. */
export class Killed extends Error {}

/** How a run is disturbed at one of its calls. */
export interface Disturbance {
  /** Which call, counted from 1 over the whole run. */
  readonly at: number;
  readonly moment: "before" | "after";
  /** The process is killed, or the call's answer is lost. */
  readonly kind: "killed" | "fails";
}

/** Credentials that a task was started with. */
type TaskTokens = readonly string[];

/**
 * Model of a stack, its Twilio account and its tasks, as far as a rotation sees them. Each call is atomic. An update has two moments:
 * new tasks next to the old ones, then only new tasks. At each moment Twilio sends a webhook to every task.
 */
export class SimulatedStack {
  readonly account = new SimulatedTwilioAccount();
  config: RotationConfig;
  deployed: string;
  tasks: readonly TaskTokens[];
  refused = 0;
  accepted = 0;
  calls = 0;
  /** Whether the service's program reads TWILIO_AUTH_TOKEN_NEXT. */
  serviceKnowsNext = true;
  clock = Date.now();
  disturbance: Disturbance | undefined;
  readonly names: string[] = [];
  #isDead = false;

  constructor() {
    const key = this.account.createKey("made by hand");
    assert.ok(key);
    this.config = {
      main: this.account.primary,
      next: undefined,
      keySid: key.sid,
      keySecret: key.secret,
      oldKeySid: undefined,
    };
    this.deployed = JSON.stringify(this.config);
    this.tasks = [this.tokens()];
  }

  /** Starts a new process, which counts its calls from 1. */
  revive(disturbance?: Disturbance): this {
    this.#isDead = false;
    this.calls = 0;
    this.disturbance = disturbance;
    return this;
  }

  ports(): RotationPorts {
    const call: AtomicCall = (name, effect) => this.call(name, effect);
    return {
      config: {
        read: () => this.call("config.read", () => this.config),
        write: (change) =>
          this.call("config.write", () => {
            this.config = changed(this.config, change);
          }),
      },
      twilio: twilioPort(this.account, () => new Date(this.clock), call),
      tasks: {
        rollout: () =>
          this.call("rollout", () =>
            this.deployed === JSON.stringify(this.values())
              ? { state: "deployed", tasks: this.tasks.length }
              : { state: "not deployed", detail: "the config is ahead of the tasks" },
          ),
        up: () =>
          this.call("up", () => {
            this.tasks = [...this.tasks, this.tokens()];
            this.traffic();
            this.tasks = [this.tokens()];
            this.deployed = JSON.stringify(this.values());
          }),
        prove: (tokens) =>
          this.call("prove", () => {
            const isAccepted = (token: string) => this.tasks.every((task) => task.includes(token));
            if (!tokens.every(isAccepted)) throw checkFailed("a token is refused");
          }),
      },
      keyPrefix: "project/dev/",
      confirm: () => this.call("confirm", () => undefined),
      hold: (step) => step(),
      tell: () => undefined,
      sleep: () => this.call("sleep", () => undefined),
      now: () => new Date(this.clock),
    };
  }

  /** Keys and values of the secret. The note about the old key is only in the config. */
  values(): ConfigChange {
    const { main, next, keySid, keySecret } = this.config;
    return { main, next, keySid, keySecret };
  }

  private tokens(): TaskTokens {
    const { main, next } = this.config;
    return next !== undefined && this.serviceKnowsNext ? [main, next] : [main];
  }

  /** Twilio sends a webhook to every task. */
  traffic(): void {
    for (const task of this.tasks) {
      if (task.includes(this.account.signingToken)) this.accepted += 1;
      else this.refused += 1;
    }
  }

  private call<T>(name: string, effect: () => T): Promise<T> {
    if (this.#isDead) return Promise.reject(new Killed());
    this.calls += 1;
    this.names.push(name);
    this.traffic();
    const { at, moment, kind } = this.disturbance ?? { at: 0, moment: "before", kind: "fails" };
    const disturb = () => {
      if (kind === "fails") throw checkFailed(`${name} has no answer`);
      this.#isDead = true;
      throw new Killed();
    };
    try {
      if (at === this.calls && moment === "before") disturb();
      const result = effect();
      this.traffic();
      if (at === this.calls && moment === "after") disturb();
      return Promise.resolve(result);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

function changed(config: RotationConfig, change: ConfigChange): RotationConfig {
  const after = { ...config, ...change };
  assert.ok(typeof after.main === "string");
  return after;
}
