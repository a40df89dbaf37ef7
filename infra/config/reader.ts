import { closest } from "fastest-levenshtein";
import { setAt, setItem, setKey } from "./commands";
import { placeholderIn, textsOf } from "./placeholders";

/** A legal range of whole numbers, both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/**
 * Reads one namespace of the stack config as typed values and collects every fault instead of stopping at the first.
 * A faulty or missing key reads as the type's empty value, so that reading goes on. No fault ever quotes a value: any
 * key may hold a credential by mistake.
 */
export class ConfigReader {
  readonly faults: string[] = [];
  private readonly known = new Set<string>();

  constructor(
    private readonly namespace: string,
    private readonly values: Readonly<Record<string, string>>,
  ) {}

  /** The raw text of a key; "" when it is not set. */
  text(key: string): string {
    this.known.add(key);
    return this.values[`${this.namespace}:${key}`] ?? "";
  }

  /** Text that is empty or matches `pattern`. `expected` describes the pattern in words. */
  match(key: string, pattern: RegExp, expected: string): string {
    const text = this.text(key);
    if (text !== "" && !pattern.test(text)) this.fault(key, `expected ${expected}`, `<${key}>`);
    return text;
  }

  /** One of a closed list of texts. */
  choice<T extends string>(key: string, choices: readonly [T, ...T[]]): T {
    const text = this.text(key);
    const choice = choices.find((candidate) => candidate === text);
    if (choice === undefined) this.fault(key, `expected one of ${choices.join(", ")}`, choices[0]);
    return choice ?? choices[0];
  }

  /** A whole number in a range, or from a list of legal ones. */
  integer(key: string, legal: Range | readonly number[]): number {
    const text = this.text(key);
    const value = /^-?\d{1,9}$/.test(text) ? Number(text) : NaN;
    const [isLegal, expected] =
      "min" in legal
        ? [
            value >= legal.min && value <= legal.max,
            `a whole number from ${legal.min} to ${legal.max}`,
          ]
        : [legal.includes(value), `one of ${legal.join(", ")}`];
    if (isLegal) return value;
    this.fault(key, `expected ${expected}`, "NUMBER");
    return NaN;
  }

  /** `true` or `false`. */
  boolean(key: string): boolean {
    return this.choice(key, ["true", "false"]) === "true";
  }

  /** A list of texts. */
  list(key: string): readonly string[] {
    const value = this.json(key);
    if (value === undefined) return [];
    const items: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
    if (items?.every((item) => typeof item === "string")) return items;
    const problem = "expected a list of texts";
    const index = items?.findIndex((item) => typeof item !== "string");
    // `pulumi config set --path` cannot set an element of something that is not a list.
    if (index === undefined) this.faultFixedBy(key, problem, `rm ${key}`, setItem(key, 0, "VALUE"));
    else this.faultFixedBy(key, problem, setItem(key, index, "VALUE"));
    return [];
  }

  /** A list of texts that are all legal. `expected` describes a legal text in words. */
  listOf(
    key: string,
    isLegal: (text: string) => boolean,
    expected: string,
    example: string,
  ): readonly string[] {
    const items = this.list(key);
    const index = items.findIndex((item) => !isLegal(item));
    if (index >= 0) this.faultFixedBy(key, `expected ${expected}`, setItem(key, index, example));
    return items;
  }

  /** An object. The caller checks its values. */
  object(key: string): Readonly<Record<string, unknown>> {
    const value = this.json(key);
    if (value === undefined) return {};
    if (isRecord(value)) return value;
    this.faultFixedBy(key, "expected names and values", `rm ${key}`, setAt(`${key}.NAME`, "VALUE"));
    return {};
  }

  /** Notes a fault of a key that another value fixes. */
  fault(key: string, problem: string, example: string): void {
    this.faultFixedBy(key, problem, setKey(key, example));
  }

  /** Notes a fault of a key, with the `pulumi config` commands that fix it, in order. */
  faultFixedBy(key: string, problem: string, ...commands: readonly string[]): void {
    const all = commands.map((command) => `pulumi config ${command}`).join(", then ");
    this.faults.push(`${key}: ${problem}. Fix it: ${all}`);
  }

  /**
   * Notes a fault for each known key, and each key of another namespace, whose text in the config holds a credential. The text
   * of an object also contains the names in it.
   */
  rejectCredentials(
    find: (text: string) => readonly string[],
    except: readonly string[],
    redact: (key: string) => string,
  ): void {
    const own = [...this.known].filter((key) => !except.includes(key));
    const others = Object.keys(this.values).filter((key) => !key.startsWith(`${this.namespace}:`));
    const texts = [
      ...own.map((key) => ({ key, text: this.text(key) })),
      ...others.map((key) => ({
        key: key.split(":").map(redact).join(":"),
        text: this.values[key] ?? "",
      })),
    ];
    for (const { key, text } of texts) {
      const found = find(text);
      if (found.length === 0) continue;
      const problem = `holds the ${found.join(" and the ")}, which belongs in its own key alone`;
      this.faultFixedBy(key, problem, `rm ${key}`);
    }
  }

  /** Notes a fault for each placeholder in a known key, unless the key already has a fault. */
  rejectPlaceholders(except: readonly string[], redact: (path: string) => string): void {
    const faulty = new Set(this.faults.map((fault) => fault.split(/\W/, 1)[0]));
    for (const key of [...this.known].filter(
      (name) => !except.includes(name) && !faulty.has(name),
    )) {
      for (const { path, text } of textsOf(key, this.text(key))) {
        const placeholder = placeholderIn(text);
        if (placeholder === undefined) continue;
        const command = path === key ? setKey(key, "VALUE") : setAt(redact(path), "VALUE");
        const problem = `expected a value of your own, not ${placeholder}`;
        this.faultFixedBy(redact(path), problem, command);
      }
    }
  }

  /**
   * Notes a fault for each key of the namespace that was never read, and for each key of a namespace that is neither this
   * one nor one of `others`. Call it last.
   */
  rejectUnknownKeys(others: readonly string[], redact: (key: string) => string): void {
    for (const key of this.keys().filter((name) => !this.known.has(name))) {
      this.rejectKey(redact(key), `the nearest known one is ${closest(key, [...this.known])}`);
    }
    const namespaces = [this.namespace, ...others];
    for (const fullKey of Object.keys(this.values)) {
      const [namespace = "", ...key] = fullKey.split(":");
      if (namespaces.includes(namespace)) continue;
      const shown = [namespace, ...key].map(redact).join(":");
      this.rejectKey(shown, `the nearest known namespace is ${closest(namespace, namespaces)}`);
    }
  }

  private rejectKey(key: string, hint: string): void {
    this.faults.push(`${key}: unknown key; ${hint}. Fix it: pulumi config rm ${key}`);
  }

  private keys(): string[] {
    const prefix = `${this.namespace}:`;
    return Object.keys(this.values)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  }

  private json(key: string): unknown {
    const text = this.text(key);
    if (text === "") return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
}

/** Whether a value is an object with names, not a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
