import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { loadConfig, type StackConfig } from "../../../infra/config/config";
import type { TwilioCredentials } from "../../../infra/credentials/twilioCredentials";
import { sampleCredentials } from "../../../offline/config/credentials";
import { assertHoldsNoCredential } from "../leaks/canary";
import { devStack } from "./devStack";
import { mockStack } from "./mocks";

/** Raw config values by key; undefined removes the key. */
export type Overrides = Readonly<Record<string, string | undefined>>;

/** A fault's text begins with the config key and ends with the command that fixes the fault. */
export const FAULT = /^\S.*(: | is | has | does | holds ).*\. Fix it: pulumi config (set|rm) \S/;

/** The dev stack's config with changes, as the program reads it. @throws what the program throws */
export async function load(
  overrides: Overrides,
  credentials: TwilioCredentials = sampleCredentials(),
): Promise<StackConfig> {
  const { config, secretKeys } = devStack({ overrides, credentials });
  await mockStack();
  pulumi.runtime.setAllConfig({ ...config }, [...secretKeys]);
  return loadConfig();
}

/** Returns the faults that the error lists. Fails if there is no error, or if the error holds a credential. */
export async function faultsOf(
  overrides: Overrides,
  credentials: TwilioCredentials = sampleCredentials(),
): Promise<string[]> {
  const error: unknown = await load(overrides, credentials).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(pulumi.RunError.isInstance(error), "expected a RunError, which the CLI shows alone");
  assertHoldsNoCredential(error.message, credentials);
  const [heading, ...faults] = error.message.split("\n  - ");
  const count = faults.length === 1 ? "one fault" : `${faults.length} faults`;
  assert.equal(heading, `The stack's config has ${count}:`);
  return faults;
}

/** A test title, settings with one bad value or one bad pair of values, and the fault that the program must report. */
export type FaultCase = readonly [title: string, overrides: Overrides, fault: RegExp];

/**
 * Declares a test for each case. The program gets the config in the engine's form. On a real stack the engine checks the declared
 * types first; here it does not.
 */
export function refuses(cases: readonly FaultCase[]): void {
  for (const [title, overrides, fault] of cases) {
    it(title, async () => {
      const faults = await faultsOf(overrides);
      assert.equal(faults.length, 1, faults.join("\n"));
      assert.match(faults[0] ?? "", fault);
      assert.match(faults[0] ?? "", FAULT);
    });
  }
}
