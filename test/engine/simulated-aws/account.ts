import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One thing that exists in the simulated account. */
export interface Thing {
  /** Resource type token. */
  readonly type: string;
  readonly id: string;
  /** URN of the resource that made it. */
  readonly urn: string;
  /** Makes its identifiers differ from those of another thing with the same logical name. */
  readonly salt: string;
  /** Plain inputs, secrets unwrapped: what AWS was given. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What AWS computed. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Whether it exists and was never ready, as a service is whose first deployment failed. @default false */
  readonly neverReady?: boolean;
}

/** All that the simulated account holds. */
export interface AccountState {
  readonly things: readonly Thing[];
  /** How many things each URN has made so far. */
  readonly made: Readonly<Record<string, number>>;
  /** Names of secrets that are deleted but can still be restored, and so are taken. */
  readonly recoverableSecrets: readonly string[];
  /** The last revision of each task definition family. */
  readonly revisions: Readonly<Record<string, number>>;
}

const EMPTY: AccountState = { things: [], made: {}, recoverableSecrets: [], revisions: {} };

/**
 * A simulated AWS account, kept in a folder's `account.json`. The file is read before each change, so that a test can change
 * the account behind the provider's back; it holds secrets in plaintext, as the provider's requests do, and only its owner reads it.
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

  /** The thing with this type and id; several revisions of a task definition share their id. */
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

  /** Puts a thing in another one's place. */
  replace(old: Thing, thing: Thing): void {
    const things = this.read().things.map((other) => (isSame(other, old) ? thing : other));
    this.write({ things });
  }

  /** Takes a thing away. */
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
