import type {
  PolicyComplianceFramework,
  ResourceValidationPolicy,
  Severity,
  StackValidationPolicy,
} from "@pulumi/policy";
import { isDryRun } from "@pulumi/pulumi/runtime";
import { run } from "../../run/run";
import { readTree } from "../../tree/readTree";
import { readPlan, type Plan, type PlanResource } from "../../plan/plan";
import { checkConfig, schemaOf, type RuleConfig, type Setting } from "../settings";

/** What a rule finds in a plan. */
export interface Finding {
  /** The resource at fault. */
  readonly urn: string;
  /** The path, what is wrong there, and the fix. It repeats no text of the resource, because that may be a credential. */
  readonly message: string;
}

/** A rule over a whole plan: its name, the AWS control or limit that it checks, and a pure function that finds the faults. */
export interface PlanRule {
  readonly name: string;
  readonly description: string;
  readonly severity: Severity;
  readonly framework?: PolicyComplianceFramework;
  /** The documentation of the AWS control or limit that the rule checks. */
  readonly url: string;
  readonly remediationSteps: string;
  /** @default - the rule has no settings */
  readonly settings?: readonly Setting<unknown>[];
  /** The types of the resources that the rule gets. It gets no others. */
  readonly types: readonly string[];
  check(plan: Plan, config: RuleConfig): Finding[];
}

/** A rule that also checks some resources one by one, before an update creates or changes them. */
export interface EarlyPlanRule extends PlanRule {
  /** The types of the resources that can be checked alone. */
  readonly earlyTypes: readonly string[];
  checkAlone(resource: PlanResource): Finding[];
}

/**
 * Makes a policy of a rule. The engine runs it over all resources, at the end of a preview and of an update. Before that, the policy
 * keeps the containers that a component shows in its inputs, because at the end the engine shows only the component's outputs.
 */
export function stackPolicy(rule: PlanRule): ResourceValidationPolicy & StackValidationPolicy {
  const { name, description, severity, framework, url, remediationSteps } = rule;
  const { settings = [], types } = rule;
  const looksAt = new Set(types);
  const reportedBefore = run.reportedBy(name);
  return {
    name,
    description,
    severity,
    url,
    remediationSteps,
    ...(framework === undefined ? {} : { framework }),
    enforcementLevel: "mandatory",
    configSchema: schemaOf(settings),
    validateResource: (args) => run.observe(args),
    async validateStack(args, reportViolation) {
      const config = args.getConfig<Record<string, unknown>>();
      checkConfig(name, settings, config);
      for (const finding of rule.check(await readPlan(args.resources, looksAt), config)) {
        if (!reportedBefore.has(finding.urn, finding.message)) report(finding, reportViolation);
      }
      reportedBefore.clear();
    },
  };
}

/**
 * Makes a policy of a rule, like {@link stackPolicy}. In an update the engine also runs it over each resource before the resource is
 * created or changed. So a value that the first preview could not know is checked before it takes effect.
 */
export function earlyStackPolicy(
  rule: EarlyPlanRule,
): ResourceValidationPolicy & StackValidationPolicy {
  const reported = run.reportedBy(rule.name);
  return {
    ...stackPolicy(rule),
    async validateResource(args, reportViolation) {
      const { type, urn, name, props } = args;
      await run.observe(args);
      if (isDryRun() || !rule.earlyTypes.includes(type)) return;
      const findings = rule.checkAlone({ type, urn, name, props: await readTree(props) });
      for (const finding of findings) report(finding, reportViolation);
      reported.keep(
        urn,
        findings.map(({ message }) => message),
      );
    },
  };
}

/** The metadata of a rule that checks a control of AWS Security Hub. */
export function securityHub(
  control: string,
  specification: string,
): Pick<PlanRule, "framework" | "url"> {
  const service = control.slice(0, control.indexOf(".")).toLowerCase();
  const anchor = control.toLowerCase().replace(".", "-");
  return {
    framework: {
      name: "AWS Foundational Security Best Practices",
      version: "1.0.0",
      reference: control,
      specification,
    },
    url: `https://docs.aws.amazon.com/securityhub/latest/userguide/${service}-controls.html#${anchor}`,
  };
}

function report(finding: Finding, reportViolation: (message: string, urn?: string) => void): void {
  reportViolation(fullMessage(finding), run.guardedValues.mask.shownUrn(finding.urn));
}

/** The whole message. A type or a name that may hold a value is masked. */
function fullMessage({ urn, message }: Finding): string {
  const [, , types = "", ...name] = urn.split("::");
  const { mask } = run.guardedValues;
  const type = types.slice(types.lastIndexOf("$") + 1);
  return `${mask.shown(type)} "${mask.shown(name.join("::"))}": ${message}`;
}
