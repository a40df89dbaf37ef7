import type { CredentialSource } from "../config/credentials";
import type { Display } from "./masking/display";
import type { PassName } from "../engine/pass";
import type { Plan } from "./plan";
import type { Violation } from "../analyzer/policyRun";

/** The report as one JSON object. */
export interface JsonReport {
  readonly stack: string;
  readonly credentials: CredentialSource["kind"];
  readonly passes: readonly {
    readonly name: PassName;
    readonly resources: readonly {
      readonly type: string;
      readonly name: string;
      readonly urn: string;
      /** URN, "" for the stack itself. */
      readonly parent: string;
      readonly inputs: Readonly<Record<string, unknown>>;
    }[];
    readonly violations: readonly Violation[];
  }[];
  /** Stack outputs of the update. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Builds the JSON report: secret values as `[secret]`, unknown ones as `[unknown]`. */
export function jsonReport({ credentials, passes, stack }: Plan, display: Display): JsonReport {
  return {
    stack,
    credentials: credentials.kind,
    passes: passes.map(({ name, resources, violations }) => ({
      name,
      resources: resources.map(({ inputs, parent, type, ...resource }) => ({
        type,
        name: display.text(resource.name),
        urn: display.text(resource.urn),
        parent: display.text(parent),
        inputs: display.properties(inputs),
      })),
      violations: violations.map(({ level, message, policy, urn }) => ({
        policy,
        level,
        urn: display.text(urn),
        message: display.text(message),
      })),
    })),
    outputs: display.properties(passes.at(-1)?.outputs ?? {}),
  };
}
