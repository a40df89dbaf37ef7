import {
  guardedValues,
  ownTwilioValues,
  stackConfig,
  type OwnValue,
} from "../credentials/ownValues";
import { Inspector } from "./inspector";
import { Mask } from "../report/mask";

/** What the rules compare with, made once for a run. */
export interface Guard {
  readonly values: readonly OwnValue[];
  readonly inspector: Inspector;
  readonly mask: Mask;
}

const config = stackConfig();
const twilioValues = ownTwilioValues(config);
const guardedKeys = new Set<string>();
const guarded = new Map<string, OwnValue>();
let current = guardOver(twilioValues);

/** Whether any stack config reached the pack; under `pulumi policy analyze` none does. */
export function hasStackConfig(): boolean {
  return config.present;
}

/** The stack's own values and how to look for them. */
export function guard(): Guard {
  return current;
}

/** Adds the values of further config keys to the guarded ones, for all rules of the run. */
export function guardConfigKeys(keys: readonly string[]): void {
  const added = keys.filter((key) => !guardedKeys.has(key));
  if (added.length === 0) return;
  for (const key of added) guardedKeys.add(key);
  guardValues(guardedValues(config, added));
}

/** The config keys that are to be guarded and hold nothing that can be looked for. */
export function emptyGuardedKeys(): string[] {
  return [...guardedKeys].filter((key) => guardedValues(config, [key]).length === 0);
}

/** Adds values that became known in the course of the run, such as a generated secret. */
export function guardValues(values: readonly OwnValue[]): void {
  const added = values.filter(({ text }) => !guarded.has(text));
  if (added.length === 0) return;
  for (const value of added) guarded.set(value.text, value);
  current = guardOver([...twilioValues, ...guarded.values()]);
}

function guardOver(values: readonly OwnValue[]): Guard {
  const inspector = new Inspector(values);
  return { values, inspector, mask: Mask.over(values, inspector) };
}
