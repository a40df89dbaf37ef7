import {
  guardedValues,
  ownTwilioValues,
  type OwnValue,
  type StackConfig,
} from "../credentials/ownValues";
import { Mask } from "../report/mask";
import { Inspector } from "../search/inspector";

/**
 * The values that must not be in plaintext, with the inspector that searches for them and the mask that hides them in messages. The
 * five credentials come first. The rules' settings add further values.
 */
export class GuardedValues {
  readonly #config: StackConfig;
  readonly #values: Map<string, OwnValue>;
  readonly #keys = new Set<string>();
  readonly #emptyKeys: string[] = [];
  #inspector: Inspector;
  #mask: Mask;

  /** @param config the stack's config. The five credentials are read from it by their names. */
  constructor(config: StackConfig) {
    this.#config = config;
    this.#values = new Map(ownTwilioValues(config).map((value) => [value.text, value]));
    this.#inspector = new Inspector(this.values);
    this.#mask = Mask.over(this.values, this.#inspector);
  }

  /** The guarded values. */
  get values(): readonly OwnValue[] {
    return [...this.#values.values()];
  }

  /** Searches for the guarded values, and for foreign Twilio credentials. */
  get inspector(): Inspector {
    return this.#inspector;
  }

  /** Masks names in messages that hold a guarded value. */
  get mask(): Mask {
    return this.#mask;
  }

  /** Whether the pack got a stack config. Under `pulumi policy analyze` it gets none. */
  get hasStackConfig(): boolean {
    return this.#config.present;
  }

  /** The config keys that were added, but have no value that can be searched for. */
  get emptyKeys(): readonly string[] {
    return this.#emptyKeys;
  }

  /** Adds the values of further config keys, for all rules. The namespace of a key may be left out. */
  addConfigKeys(keys: readonly string[]): void {
    const added = keys.filter((key) => !this.#keys.has(key));
    for (const key of added) {
      this.#keys.add(key);
      const values = guardedValues(this.#config, [key]);
      if (values.length === 0) this.#emptyKeys.push(key);
      this.add(values);
    }
  }

  /** Adds values that became known during the run, such as a generated secret. */
  add(values: readonly OwnValue[]): void {
    const added = values.filter(({ text }) => !this.#values.has(text));
    if (added.length === 0) return;
    for (const value of added) this.#values.set(value.text, value);
    this.#inspector = new Inspector(this.values);
    this.#mask = Mask.over(this.values, this.#inspector);
  }
}
