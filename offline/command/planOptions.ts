import type { Options, OptionSpecs } from "../../scripts/terminal/options";

/** The stack that a command plans, and its settings. */
export interface PlanRequest {
  readonly stack: string;
  /** Config overrides, `key=value` as typed. */
  readonly overrides: readonly string[];
}

/**
 * The options of a command that plans a stack.
 *
 * @param verb - what the command does with the stack
 * @param config - description of the option --config
 */
export function planOptions(verb: string, config: string) {
  return {
    stack: { type: "string", value: "NAME", description: `stack to ${verb} (default: dev)` },
    config: { type: "string", value: "KEY=VALUE", repeatable: true, description: config },
  } as const satisfies OptionSpecs;
}

/** Reads these options. */
export function readPlanRequest(options: Options): PlanRequest {
  return { stack: options.text("stack") ?? "dev", overrides: options.texts("config") };
}
