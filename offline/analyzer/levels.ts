import { EnforcementLevel, PolicySeverity } from "@pulumi/pulumi/proto/analyzer_pb";

/** How strictly a rule is enforced. */
export type Level = "advisory" | "mandatory" | "disabled" | "remediate";

/** How severe a violation of a rule is. */
export type Severity = "low" | "medium" | "high" | "critical";

const LEVELS = {
  [EnforcementLevel.ADVISORY]: "advisory",
  [EnforcementLevel.MANDATORY]: "mandatory",
  [EnforcementLevel.DISABLED]: "disabled",
  [EnforcementLevel.REMEDIATE]: "remediate",
} as const;

const SEVERITIES = {
  [PolicySeverity.POLICY_SEVERITY_UNSPECIFIED]: undefined,
  [PolicySeverity.POLICY_SEVERITY_LOW]: "low",
  [PolicySeverity.POLICY_SEVERITY_MEDIUM]: "medium",
  [PolicySeverity.POLICY_SEVERITY_HIGH]: "high",
  [PolicySeverity.POLICY_SEVERITY_CRITICAL]: "critical",
} as const;

/** Every level, in words. */
export const ALL_LEVELS = Object.values(LEVELS);

const NUMBERS: Readonly<Record<Level, EnforcementLevel>> = {
  advisory: EnforcementLevel.ADVISORY,
  mandatory: EnforcementLevel.MANDATORY,
  disabled: EnforcementLevel.DISABLED,
  remediate: EnforcementLevel.REMEDIATE,
};

/** The level in words. */
export function levelOf(level: EnforcementLevel): Level {
  return LEVELS[level];
}

/** The level as the analyzer's messages have it. */
export function levelNumber(level: Level): EnforcementLevel {
  return NUMBERS[level];
}

/** The severity in words; undefined when the rule has none. */
export function severityOf(severity: PolicySeverity): Severity | undefined {
  return SEVERITIES[severity];
}
