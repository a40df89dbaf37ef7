import { UNKNOWN, type Tree } from "../../../tree/tree";
import { parseArn } from "../../../plan/iam/arn";
import { iamPatternCovers } from "../../../plan/iam/pattern";
import {
  ATTACHMENT_TYPES,
  holdersOf,
  IDENTITY_POLICY_TYPES,
  identityPolicy,
  type Holder,
} from "../../../plan/iam/identityPolicies";
import { referenced, type MaybeText, type Plan, type PlanResource } from "../../../plan/plan";
import { stackPolicy, type Finding, type PlanRule } from "../planRule";
import {
  allowedBy,
  coversResource,
  broadResourceElement,
  type Grant,
} from "../../../plan/iam/document";
import { callerLimits } from "../../../plan/iam/conditions";
import { isPublic, principalsOf } from "../../../plan/iam/principals";
import { secretPolicies, SECRET_POLICY } from "../../../plan/iam/secretPolicies";
import { textList } from "../../settings";
import { arnsOf, SECRET, SECRET_VERSION, twilioSecrets } from "../../../plan/twilioSecrets";
import { TASK_TYPES, twilioTasks, type TwilioTask } from "../../../plan/twilioTasks";

const READ = "secretsmanager:GetSecretValue";
const ROLE = "aws:iam/role:Role";

const ADDITIONAL_READERS = textList(
  "additionalReaders",
  "ARNs of further roles and users that may read the secret, with * and ? as in IAM.",
  [],
);

const rule: PlanRule = {
  name: "twilio-secret-readers",
  description:
    "Only the execution role and the task role of the service may read the Twilio secret.",
  severity: "high",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/best-practices.html",
  remediationSteps:
    "Remove the right to read the Twilio secret from everybody except the service's two roles, or list the ARN under `additionalReaders` in the policy config.",
  settings: [ADDITIONAL_READERS],
  types: [
    ...new Set([...IDENTITY_POLICY_TYPES, ...ATTACHMENT_TYPES, ...TASK_TYPES]),
    ROLE,
    SECRET,
    SECRET_POLICY,
    SECRET_VERSION,
  ],
  check(plan, config) {
    const tasks = twilioTasks(plan);
    const readers = new Readers(plan, tasks, ADDITIONAL_READERS.in(config));
    return tasks.length === 0
      ? []
      : [...identityFindings(plan, readers), ...secretPolicyFindings(plan, readers)];
  },
};

/** Finds policies that let others than the service's two roles read the Twilio secret. */
export const secretReaders = stackPolicy(rule);

/** Those who may read the Twilio secret. */
class Readers {
  readonly #roles = new Set<PlanResource>();
  readonly #arns = new Set<string>();

  constructor(
    private readonly plan: Plan,
    tasks: readonly TwilioTask[],
    private readonly additional: readonly string[],
  ) {
    for (const { definition } of tasks) {
      for (const property of ["executionRoleArn", "taskRoleArn"]) {
        const value = definition.props[property];
        if (typeof value === "string") this.#arns.add(value);
        const named = referenced(value, { resource: definition, property }, plan.ofType([ROLE]));
        named.forEach((role) => this.#roles.add(role));
      }
    }
  }

  /** Whether an ARN is that of a reader; true while a preview cannot know it. */
  includesArn(arn: Tree | undefined): boolean {
    if (arn === UNKNOWN) return true;
    if (typeof arn !== "string") return false;
    return (
      this.#arns.has(arn) ||
      [...this.#roles].some(({ props }) => props["arn"] === arn) ||
      this.additional.some((pattern) => iamPatternCovers(pattern, arn, "exact case"))
    );
  }

  /** Whether the holder of a policy is a reader; true while a preview cannot know it. */
  includes({ attachedBy, roleName, property }: Holder): boolean {
    if (roleName === undefined) return false;
    const named =
      attachedBy.type === ROLE
        ? [attachedBy]
        : referenced(roleName, { resource: attachedBy, property }, this.plan.ofType([ROLE]));
    if (named.length === 0) {
      const names = [...this.#arns, ...this.additional].map((arn) => arn.replace(/^.*\//, ""));
      return (
        roleName === UNKNOWN ||
        names.some(
          (name) => typeof roleName === "string" && iamPatternCovers(name, roleName, "exact case"),
        )
      );
    }
    return named.some(
      (role) =>
        this.#roles.has(role) ||
        (this.additional.length > 0 && this.includesArn(role.props["arn"] ?? UNKNOWN)),
    );
  }
}

function identityFindings(plan: Plan, readers: Readers): Finding[] {
  const arns = [...(arnsOf(twilioSecrets(plan)) ?? [])];
  return plan.ofType(IDENTITY_POLICY_TYPES).flatMap((resource) => {
    const policy = identityPolicy(resource);
    // `no-broad-secret-access` reports a wildcard.
    const reading = policy.grants.filter(
      (grant) =>
        allowedBy(grant, READ) !== undefined &&
        broadResourceElement(grant, "secretsmanager") === undefined &&
        arns.some((arn) => coversResource(grant, arn)),
    );
    const otherHolders = holdersOf(policy, plan).filter((holder) => !readers.includes(holder));
    return otherHolders.length === 0 ? [] : reading.map(({ path }) => finding(resource, path));
  });
}

function secretPolicyFindings(plan: Plan, readers: Readers): Finding[] {
  return secretPolicies(plan, twilioSecrets(plan)).flatMap(({ resource, secret, grants }) =>
    grants
      .filter((grant) => allowedBy(grant, READ) !== undefined && !isPublic(grant))
      .filter((grant) => !admitsOnly(grant, readers, accountOf(secret)))
      .map(({ path }) => finding(resource, path)),
  );
}

/** Whether a statement of the secret's resource policy lets in only readers. */
function admitsOnly(grant: Grant, readers: Readers, account: string | undefined): boolean {
  const { anyone, arns, others } = principalsOf(grant);
  const namesReaders = callerLimits(grant.statement).some(
    ({ key, values }) =>
      key === "aws:principalarn" && values.every((arn) => readers.includesArn(arn)),
  );
  if (namesReaders) return true;
  return (
    !anyone && !others && arns.every((arn) => readers.includesArn(arn) || isAccount(arn, account))
  );
}

/** Whether a principal is the secret's own account. That alone gives no right: the IAM policies of the account decide. */
function isAccount(arn: MaybeText, account: string | undefined): boolean {
  if (arn === UNKNOWN || account === undefined) return true;
  return arn === account || (arn.endsWith(`::${account}:root`) && arn.startsWith("arn:"));
}

function accountOf({ props }: PlanResource): string | undefined {
  const arn = props["arn"];
  return typeof arn === "string" ? parseArn(arn)?.accountId : undefined;
}

function finding({ urn }: PlanResource, path: string): Finding {
  return {
    urn,
    message: `${path} lets others than the service's two roles read the Twilio secret. Remove the right, or list the ARN under additionalReaders in the policy config.`,
  };
}
