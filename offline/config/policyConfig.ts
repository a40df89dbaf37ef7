import { readFileSync } from "node:fs";
import { ALL_LEVELS, type Level } from "../analyzer/levels";
import type { RuleConfig } from "../analyzer/messages";
import { isRecord, wireObject } from "../engine/wire";
import { wrongUse } from "../../scripts/terminal/scriptError";

/** A policy config file's levels and settings of a pack's rules. */
export interface PolicyConfig {
  /** Level and settings by rule; the entry `all` is for every rule. */
  readonly rules: ReadonlyMap<string, Partial<RuleConfig>>;
}

/** What {@link PolicyConfig} needs to know of one of the pack's rules. */
export interface KnownRule {
  readonly name: string;
  readonly level: Level;
}

const ALL = "all";

/**
 * Reads a file as `--policy-pack-config` of Pulumi's CLI takes it: by rule a level, or settings and `enforcementLevel`.
 * @throws ScriptError that lists every fault, by rule
 */
export function readPolicyConfig(path: string): PolicyConfig {
  const content = parse(path);
  const faults: string[] = [];
  const rules = new Map<string, Partial<RuleConfig>>();
  for (const [rule, value] of Object.entries(content)) {
    const { enforcementLevel, ...settings } = isRecord(value) ? value : { enforcementLevel: value };
    const level = ALL_LEVELS.find((each) => each === enforcementLevel);
    if (enforcementLevel !== undefined && level === undefined) {
      faults.push(`${rule}: expected one of ${ALL_LEVELS.join(", ")} as its level`);
    }
    rules.set(rule, {
      ...(level === undefined ? {} : { enforcementLevel: level }),
      properties: wireObject(settings),
    });
  }
  if (faults.length > 0) throw faulty(faults);
  return { rules };
}

/**
 * Every rule's config, as the engine merges it: the level of `all` over the rule's own, and the rule's own entry over that.
 * @throws ScriptError if the file names a rule that the pack does not have; the engine would ignore it
 */
export function configOf(
  { rules }: PolicyConfig,
  known: readonly KnownRule[],
): Record<string, RuleConfig> {
  const names = known.map(({ name }) => name);
  const unknown = [...rules.keys()].filter((name) => name !== ALL && !names.includes(name));
  if (unknown.length > 0) {
    throw faulty(unknown.map((name) => `${name}: the policy pack has no rule of this name`));
  }
  const all = rules.get(ALL)?.enforcementLevel;
  return Object.fromEntries(
    known.map(({ name, level }) => [
      name,
      { enforcementLevel: all ?? level, ...rules.get(name) } satisfies RuleConfig,
    ]),
  );
}

function parse(path: string): Record<string, unknown> {
  let content: unknown;
  try {
    const text = readFileSync(path, "utf8");
    content = text.trim() === "" ? {} : JSON.parse(text);
  } catch (error) {
    const problem = error instanceof SyntaxError ? "is not JSON" : "cannot be read";
    throw wrongUse(
      `the file given with --policy-pack-config ${problem}`,
      "correct its name or text",
    );
  }
  if (isRecord(content)) return content;
  throw faulty(["expected an object with the names of rules"]);
}

function faulty(faults: readonly string[]): Error {
  return wrongUse(
    ["the policy config has faults:", ...faults].join("\n  - "),
    "correct the file given with --policy-pack-config; policy/README.md lists the rules and their settings",
  );
}
