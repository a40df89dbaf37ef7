import {
  guardedValues,
  ownTwilioValues,
  type OwnValue,
  type StackConfig,
} from "../credentials/ownValues";
import { Mask } from "../report/mask";
import { Inspector } from "../search/inspector";

/** The stack's own values, and what looks for them and hides them. It grows as the rules' settings name further values. */
export class GuardedValues {
  readonly #config: StackConfig;
  readonly #values: Map<string, OwnValue>;
  readonly #keys = new Set<string>();
  readonly #emptyKeys: string[] = [];
  #inspector: Inspector;
  #mask: Mask;

  /** @param config the stack's config, in which the five credentials are found by name. */
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

  /** Looks for the guarded values, and for foreign Twilio credentials. */
  get inspector(): Inspector {
    return this.#inspector;
  }

  /** Shows names in messages, but none that holds a guarded value. */
  get mask(): Mask {
    return this.#mask;
  }

  /** Whether any stack config reached the pack; under `pulumi policy analyze` none does. */
  get hasStackConfig(): boolean {
    return this.#config.present;
  }

  /** The config keys that are to be guarded and hold nothing that can be looked for. */
  get emptyKeys(): readonly string[] {
    return this.#emptyKeys;
  }

  /** Guards the values of further config keys, with their namespace or without, for all rules. */
  addConfigKeys(keys: readonly string[]): void {
    const added = keys.filter((key) => !this.#keys.has(key));
    for (const key of added) {
      this.#keys.add(key);
      const values = guardedValues(this.#config, [key]);
      if (values.length === 0) this.#emptyKeys.push(key);
      this.add(values);
    }
  }

  /** Guards values that became known in the course of the run, such as a generated secret. */
  add(values: readonly OwnValue[]): void {
    const added = values.filter(({ text }) => !this.#values.has(text));
    if (added.length === 0) return;
    for (const value of added) this.#values.set(value.text, value);
    this.#inspector = new Inspector(this.values);
    this.#mask = Mask.over(this.values, this.#inspector);
  }
}
