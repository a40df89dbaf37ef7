import { randomBytes, randomInt } from "node:crypto";
import type { TwilioCredentials } from "../../../../infra/credentials/twilioCredentials";

/** An API key of a simulated account. */
export interface SimulatedKey {
  readonly sid: string;
  readonly secret: string;
  readonly friendlyName: string;
  readonly kind: "main" | "standard" | "restricted";
  /** What a restricted key may do; null for the other kinds. */
  readonly policy: object | null;
  readonly createdAt: Date;
}

/** One change of an account, so that a test can assert what changed and how often. */
export type AuditEvent =
  "secondary created" | "secondary deleted" | "token promoted" | "key created" | "key deleted";

/** The most API keys that an account may have. With more, Twilio answers with the error 70151. */
const MOST_KEYS = 20;

/**
 * A Twilio account with its auth tokens and API keys. A promotion replaces the primary token at once. For `promotionDelayMs` after
 * a promotion the old token still authenticates and still signs, as at a Twilio edge that the promotion has not reached.
 */
export class SimulatedTwilioAccount {
  primary = hex();
  secondary: string | undefined;
  readonly keys: SimulatedKey[] = [];
  readonly audit: AuditEvent[] = [];
  /** Result of a request for a second secondary token. Twilio does not document it. */
  secondSecondary: "refused" | "replaces" = "refused";
  promotionDelayMs = 0;
  readonly #old: { token: string; until: number }[] = [];

  constructor(
    readonly sid = `AC${hex()}`,
    readonly phoneNumber = `+1500555${randomInt(1000, 10_000)}`,
    /** The account that this one belongs to. */
    readonly owner = sid,
  ) {}

  /** The auth token that webhooks are signed with at this moment. */
  get signingToken(): string {
    return this.lingering()[0] ?? this.primary;
  }

  /** Whether a token authenticates at this moment. */
  accepts(token: string): boolean {
    return [this.primary, this.secondary, ...this.lingering()].includes(token);
  }

  /** The account's present credentials, with the key that was made last. */
  credentials(): TwilioCredentials {
    const key = this.keys.at(-1);
    return {
      TWILIO_ACCOUNT_SID: this.sid,
      TWILIO_AUTH_TOKEN: this.primary,
      TWILIO_PHONE_NUMBER: this.phoneNumber,
      TWILIO_API_SID: key?.sid ?? "",
      TWILIO_API_SECRET: key?.secret ?? "",
    };
  }

  keyOf(sid: string): SimulatedKey | undefined {
    return this.keys.find((key) => key.sid === sid);
  }

  /** Makes a secondary token. Undefined if there is one already and Twilio refuses a second. */
  createSecondary(): string | undefined {
    if (this.secondary !== undefined && this.secondSecondary === "refused") return undefined;
    this.secondary = hex();
    this.audit.push("secondary created");
    return this.secondary;
  }

  /** Deletes the secondary token. Returns whether there was one. */
  deleteSecondary(): boolean {
    if (this.secondary === undefined) return false;
    this.secondary = undefined;
    this.audit.push("secondary deleted");
    return true;
  }

  /** Makes the secondary token the primary one and returns it. Undefined if there is no secondary token. */
  promote(): string | undefined {
    if (this.secondary === undefined) return undefined;
    this.#old.push({ token: this.primary, until: Date.now() + this.promotionDelayMs });
    this.primary = this.secondary;
    this.secondary = undefined;
    this.audit.push("token promoted");
    return this.primary;
  }

  /** Makes an API key. Undefined if the account has reached its limit of keys. */
  createKey(
    friendlyName: string,
    kind: SimulatedKey["kind"] = "standard",
    policy: object | null = null,
    createdAt = new Date(),
  ): SimulatedKey | undefined {
    if (this.keys.length >= MOST_KEYS) return undefined;
    const key = { sid: `SK${hex()}`, secret: hex(), friendlyName, kind, policy, createdAt };
    this.keys.push(key);
    this.audit.push("key created");
    return key;
  }

  /** Deletes an API key. Returns whether there was one. */
  deleteKey(sid: string): boolean {
    const at = this.keys.findIndex((key) => key.sid === sid);
    if (at < 0) return false;
    this.keys.splice(at, 1);
    this.audit.push("key deleted");
    return true;
  }

  private lingering(): string[] {
    return this.#old.filter(({ until }) => Date.now() < until).map(({ token }) => token);
  }
}

function hex(): string {
  return randomBytes(16).toString("hex");
}
