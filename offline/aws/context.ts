import { createHash } from "node:crypto";
import type { Account } from "./account";

/** A resource as the program registers it. */
export interface ResourceDescription {
  /** Type token, for example "aws:kms/key:Key". */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** Inputs in plaintext: secrets are unwrapped. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Differs between resources of one type and name: those of two stacks, or one and its replacement. @default "" */
  readonly salt?: string;
}

/** What AWS adds to the inputs when it makes a resource. */
export interface ComputedOutputs {
  readonly id: string;
  readonly outputs: Record<string, unknown>;
}

/** The physical name that the provider generates if the inputs have none: the logical name, "-" and 7 hex digits. */
export interface PhysicalName {
  readonly property: string;
  /** The provider refuses a name that would become longer. */
  readonly maxLength: number;
  /** Text before the name, "alias/" for a key's alias. @default "" */
  readonly prefix?: string;
}

/** One resource type of the model. */
export interface ResourceModel {
  readonly autoName?: PhysicalName;
  readonly compute: (context: Context) => ComputedOutputs;
}

/** The resource types of one service, by type token. */
export type ServiceModel = Readonly<Record<string, ResourceModel>>;

/** Makes identifiers in AWS's shapes for one resource; the same resource always gets the same ones. */
export class Context {
  constructor(
    readonly resource: ResourceDescription,
    readonly account: Account,
  ) {}

  /** An input as text, or `fallback` if it is absent. */
  text(property: string, fallback = ""): string {
    const value = this.resource.inputs[property];
    return typeof value === "string" || typeof value === "number" ? String(value) : fallback;
  }

  /** Hexadecimal digits, which differ for each `purpose` of a resource. */
  hex(length: number, purpose = ""): string {
    return this.digest(purpose).slice(0, length);
  }

  /** Letters from the given alphabet. */
  letters(length: number, alphabet: string, purpose = ""): string {
    const bytes = Buffer.from(this.digest(purpose), "hex");
    return [...bytes.subarray(0, length)]
      .map((byte) => alphabet.charAt(byte % alphabet.length))
      .join("");
  }

  /** A version 4 UUID. */
  uuid(purpose = ""): string {
    const hex = this.digest(`uuid ${purpose}`);
    const variant = "89ab".charAt(Number.parseInt(hex.charAt(16), 16) % 4);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join("-");
  }

  /** ARN of something in the account's region. */
  arn(service: string, resource: string): string {
    const { accountId, partition, region } = this.account;
    return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  }

  /** ARN of something without a region, as IAM and CloudFront have it. */
  globalArn(service: string, resource: string): string {
    return `arn:${this.account.partition}:${service}::${this.account.accountId}:${resource}`;
  }

  private digest(purpose: string): string {
    const { type, name, salt } = this.resource;
    return createHash("sha256")
      .update(JSON.stringify([type, name, this.account, purpose, ...(salt ? [salt] : [])]))
      .digest("hex");
  }
}
