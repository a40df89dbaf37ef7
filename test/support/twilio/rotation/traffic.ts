import { setTimeout as sleep } from "node:timers/promises";
import type { TwilioCredentials } from "../../../../infra/credentials/twilioCredentials";
import { request } from "node:https";
import type { Duplex } from "node:stream";
import { getExpectedTwilioSignature } from "twilio/lib/webhooks/webhooks";
import { incomingCall } from "../../../../scripts/twilio/call/webhookRequest";
import type { SimulatedTwilioAccount } from "./account";

/** One request of Twilio's in the steady traffic. */
export interface LedgerEntry {
  readonly kind: "webhook" | "upgrade";
  /** HTTP status; 0 if there was no answer. */
  readonly status: number;
  /** Number of promotions before the request was signed. */
  readonly promotions: number;
}

/** The address at which Twilio reaches the service, and the certificate of the service. */
export interface CalledService {
  readonly webhookUrl: URL;
  readonly mediaStreamUrl: URL;
  readonly certificate: string;
}

/**
 * Steady requests through a whole rotation: webhooks and stream upgrades in turn. Each one is signed with the token that Twilio
 * signs with at that moment. The record keeps no part of a token.
 */
export class SteadyTraffic {
  readonly ledger: LedgerEntry[] = [];
  #running: Promise<void> | undefined;
  #goesOn = true;

  constructor(
    private readonly account: SimulatedTwilioAccount,
    private readonly service: CalledService,
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
        const status = await call(kind, this.service, this.credentials, token).catch(() => 0);
        this.ledger.push({ kind, status, promotions });
      }
      await sleep(this.pauseMs);
    }
  }
}

/** Sends a request like Twilio's and returns the HTTP status. */
function call(
  kind: LedgerEntry["kind"],
  { webhookUrl, mediaStreamUrl, certificate }: CalledService,
  credentials: TwilioCredentials,
  token: string,
): Promise<number> {
  const isWebhook = kind === "webhook";
  const signed = isWebhook ? webhookUrl : mediaStreamUrl;
  const form = isWebhook ? incomingCall(credentials) : {};
  const body = isWebhook ? new URLSearchParams({ ...form }).toString() : "";
  const headers = isWebhook
    ? { "content-type": "application/x-www-form-urlencoded" }
    : {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": Buffer.alloc(16).toString("base64"),
      };
  return new Promise((resolve, reject) => {
    const outgoing = request(new URL(signed.href.replace(/^wss:/, "https:")), {
      method: isWebhook ? "POST" : "GET",
      agent: false,
      ca: certificate,
      headers: {
        ...headers,
        "x-twilio-signature": getExpectedTwilioSignature(token, signed.href, { ...form }),
      },
    });
    outgoing.on("upgrade", ({ statusCode = 0 }, socket: Duplex) => {
      socket.on("error", () => undefined);
      socket.destroy();
      resolve(statusCode);
    });
    outgoing.on("response", (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
