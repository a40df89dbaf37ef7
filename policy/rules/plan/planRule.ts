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
  /** Path, what is wrong there, and the cure; holds no text that is the resource's own. */
  readonly message: string;
}

/** A rule over a whole plan: what it is called, what it answers to, and a pure function that applies it. */
export interface PlanRule {
  readonly name: string;
  readonly description: string;
  readonly severity: Severity;
  readonly framework?: PolicyComplianceFramework;
  /** Where the control or the limit that the rule answers to is written down. */
  readonly url: string;
  readonly remediationSteps: string;
  /** @default - the rule has no settings */
  readonly settings?: readonly Setting<unknown>[];
  /** The types of resources that the rule looks at; it sees no others. */
  readonly types: readonly string[];
  check(plan: Plan, config: RuleConfig): Finding[];
}

/** A rule that also judges some resources one by one, before each is created or changed. */
export interface EarlyPlanRule extends PlanRule {
  /** The types of the resources that can be judged alone. */
  readonly earlyTypes: readonly string[];
  checkAlone(resource: PlanResource): Finding[];
}

/**
 * Makes a rule one that the engine runs at the end of a preview and of an update, over all resources. Before that it sees
 * each resource's inputs, for what the plan as a whole will not show.
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
 * Makes a rule one that the engine runs over all resources, and in an update also over each resource before it is created or
 * changed: what a first preview could not know is then judged before it takes effect, not after.
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

/** A control of AWS Security Hub. */
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
  reportViolation(inWords(finding), run.guardedValues.mask.shownUrn(finding.urn));
}

/** Names the resource as well, unless its name may hold a value. */
function inWords({ urn, message }: Finding): string {
  const [, , types = "", ...name] = urn.split("::");
  const { mask } = run.guardedValues;
  const type = types.slice(types.lastIndexOf("$") + 1);
  return `${mask.shown(type)} "${mask.shown(name.join("::"))}": ${message}`;
}
