import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One thing that exists in the simulated account. */
export interface Thing {
  /** Resource type token. */
  readonly type: string;
  readonly id: string;
  /** URN of the resource that made it. */
  readonly urn: string;
  /** A text that makes the thing's identifiers differ from those of another thing with the same logical name. */
  readonly salt: string;
  /** The inputs that AWS received, in plaintext. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The outputs that AWS computed. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Whether the thing exists but was never ready, like a service whose first deployment failed. @default false */
  readonly neverReady?: boolean;
}

/** All that the simulated account holds. */
export interface AccountState {
  readonly things: readonly Thing[];
  /** How many things each URN has made so far. */
  readonly made: Readonly<Record<string, number>>;
  /** Names of deleted secrets that can still be restored. No new secret can have such a name. */
  readonly recoverableSecrets: readonly string[];
  /** The last revision of each task definition family. */
  readonly revisions: Readonly<Record<string, number>>;
}

const EMPTY: AccountState = { things: [], made: {}, recoverableSecrets: [], revisions: {} };

/**
 * A simulated AWS account, kept in a folder's `account.json`. It is read before each change, so that a test can change the account without
 * the provider. It holds secrets in plaintext, as the provider's requests do, and only its owner can read it.
 */
export class SimulatedAccount {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = join(folder, "account.json");
  }

  /** What the account holds now. */
  read(): AccountState {
    if (!existsSync(this.#file)) return EMPTY;
    const state: unknown = JSON.parse(readFileSync(this.#file, "utf8"));
    return isState(state) ? state : EMPTY;
  }

  /** Changes what the account holds. */
  write(change: Partial<AccountState>): void {
    const temporary = `${this.#file}.new`;
    const state = { ...this.read(), ...change };
    writeFileSync(temporary, JSON.stringify(state, undefined, 1), { mode: 0o600 });
    renameSync(temporary, this.#file);
  }

  /** The things of a type. */
  ofType(type: string): Thing[] {
    return this.read().things.filter((thing) => thing.type === type);
  }

  /** The thing with this type and id. A task definition also needs the revision, because all its revisions have the same id. */
  find(type: string, id: string, revision?: unknown): Thing | undefined {
    return this.read().things.find(
      (thing) =>
        thing.type === type &&
        thing.id === id &&
        (revision === undefined || thing.outputs["revision"] === revision),
    );
  }

  /** Adds a thing. */
  add(thing: Thing): void {
    const { made, things } = this.read();
    this.write({
      things: [...things, thing],
      made: { ...made, [thing.urn]: (made[thing.urn] ?? 0) + 1 },
    });
  }

  /** Replaces a thing by another one. */
  replace(old: Thing, thing: Thing): void {
    const things = this.read().things.map((other) => (isSame(other, old) ? thing : other));
    this.write({ things });
  }

  /** Removes a thing. */
  remove(thing: Thing): void {
    this.write({ things: this.read().things.filter((other) => !isSame(other, thing)) });
  }
}

function isSame(a: Thing, b: Thing): boolean {
  return a.type === b.type && a.id === b.id && a.salt === b.salt;
}

function isState(value: unknown): value is AccountState {
  return typeof value === "object" && value !== null && "things" in value;
}
