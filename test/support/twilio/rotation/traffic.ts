import { setTimeout as sleep } from "node:timers/promises";
import type { TwilioCredentials } from "../../../../infra/credentials/twilioCredentials";
import { knock } from "../../../../scripts/rotation/knock";
import type { SimulatedTwilioAccount } from "./account";

/** One request of Twilio's in the steady traffic. */
export interface LedgerEntry {
  readonly kind: "webhook" | "upgrade";
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** How many promotions there had been when it was signed. */
  readonly promotions: number;
}

/**
 * Callers that go on through a whole rotation: webhook and stream upgrade in turn, each signed with the token that Twilio
 * signs with at the moment of sending. Nothing of a token is kept.
 */
export class SteadyTraffic {
  readonly ledger: LedgerEntry[] = [];
  #running: Promise<void> | undefined;
  #goesOn = true;

  constructor(
    private readonly account: SimulatedTwilioAccount,
    private readonly service: { readonly webhookUrl: URL; readonly mediaStreamUrl: URL },
    private readonly credentials: TwilioCredentials,
    private readonly pauseMs = 50,
  ) {}

  start(): void {
    this.#running = this.run();
  }

  /** Ends the traffic and returns what was refused or not answered. */
  async stop(): Promise<readonly LedgerEntry[]> {
    this.#goesOn = false;
    await this.#running;
    return this.ledger.filter(({ status }) => status !== 200 && status !== 101);
  }

  private async run(): Promise<void> {
    while (this.#goesOn) {
      for (const kind of ["webhook", "upgrade"] as const) {
        const promotions = this.account.audit.filter((event) => event === "token promoted").length;
        const token = this.account.signingToken;
        const status = await knock(kind, this.service, this.credentials, token).catch(() => 0);
        this.ledger.push({ kind, status, promotions });
      }
      await sleep(this.pauseMs);
    }
  }
}
