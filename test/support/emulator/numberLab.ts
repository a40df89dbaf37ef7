import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import type { Context } from "mocha";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { clientsOf, emulatorsOrSkip, makeSecret, REGION, type Clients } from "./awsLab";
import { startMoto, type Emulator } from "./emulators";
import { runScript, type ScriptResult } from "../scripts/script";
import { assertNoCredential } from "../twilio/twilioCredentials";
import { TwilioServer } from "../twilio/twilioServer";
import { temporaryFolder } from "../temporaryFolder";

/** The number's first voice URL. */
export const FIRST_URL = "https://demo.twilio.com/welcome/voice/";

/** How configure-webhook is started. */
export interface Start {
  readonly env?: Readonly<Record<string, string>>;
  readonly onStart?: (child: ChildProcess) => void;
}

/** Everything that configure-webhook works on: a secret on moto, and for each test a new simulated Twilio and a new state folder. */
export class NumberLab {
  twilio: TwilioServer;
  /** The folder that XDG_STATE_HOME names. */
  state = "";
  #moto: Emulator | undefined;
  #base = "";

  constructor(
    private readonly own: TwilioCredentials,
    /** The secret's name. */
    readonly secret: string,
  ) {
    this.twilio = new TwilioServer(own);
  }

  /** For a `before` hook. Skips the suite if moto cannot be installed. */
  async open(suite: Context): Promise<void> {
    this.#moto = await emulatorsOrSkip(suite, startMoto);
    await makeSecret(this.clients, this.secret, this.own);
  }

  /** For a `beforeEach` hook. */
  async renew(): Promise<void> {
    this.twilio = new TwilioServer(this.own);
    this.#base = await this.twilio.start();
    this.state = temporaryFolder("state");
  }

  /** For an `after` hook. */
  async close(): Promise<void> {
    await this.#moto?.stop();
  }

  get clients(): Clients {
    return clientsOf(this.#moto ?? assert.fail("moto does not run"));
  }

  /** Runs configure-webhook, with the lab's secret unless another is given, and asserts that it shows no credential. */
  async configure(args: readonly string[], { env, ...start }: Start = {}): Promise<ScriptResult> {
    const given = args.includes("--secret-id") ? args : ["--secret-id", this.secret, ...args];
    const result = await runScript("configure-webhook", given, {
      env: {
        AWS_ENDPOINT_URL: this.#moto?.url ?? "",
        AWS_REGION: REGION,
        TWILIO_BASE_URL: this.#base,
        XDG_STATE_HOME: this.state,
        ...env,
      },
      ...start,
    });
    assertNoCredential(result.stdout + result.stderr, this.own);
    return result;
  }
}

/** Gives a suite its lab. The lab is opened once and closed at the end. Each test gets a new simulated Twilio and a new state folder. */
export function useNumberLab(own: TwilioCredentials, secret: string): NumberLab {
  const lab = new NumberLab(own, secret);
  before(function () {
    return lab.open(this);
  });
  after(() => lab.close());
  beforeEach(() => lab.renew());
  afterEach(() => lab.twilio.stop());
  return lab;
}
