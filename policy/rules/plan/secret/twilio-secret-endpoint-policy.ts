import { UNKNOWN, type Tree } from "../../../tree/tree";
import { entriesOf, textsOf, type Plan, type PlanResource } from "../../../plan/plan";
import { stackPolicy } from "../planRule";
import { allowedBy, grantsOf, broadResourceElement, type Grant } from "../../../plan/iam/document";
import { readSecretReference } from "../../../plan/secretReference";
import { SECRET } from "../../../plan/twilioSecrets";
import { containersOf, TASK_TYPES, twilioTasks } from "../../../plan/twilioTasks";

const VPC_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const READ = "secretsmanager:GetSecretValue";

/** Finds VPC endpoints for Secrets Manager whose policy admits secrets of other stacks. */
export const secretEndpointPolicy = stackPolicy({
  name: "twilio-secret-endpoint-policy",
  description: "A VPC endpoint for Secrets Manager admits only secrets of this stack.",
  severity: "medium",
  url: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/vpc-endpoint-overview.html",
  remediationSteps:
    "Give the endpoint a `policy` that allows `secretsmanager:GetSecretValue` on the ARNs of the secrets that the stack's containers use, and on nothing else.",
  types: [...TASK_TYPES, SECRET, VPC_ENDPOINT],
  check(plan) {
    if (twilioTasks(plan).length === 0) return [];
    const own = ownSecretArns(plan);
    return plan
      .ofType([VPC_ENDPOINT])
      .filter(({ props: { serviceName } }) => isSecretsManager(serviceName))
      .flatMap((endpoint) =>
        faults(endpoint, own).map((message) => ({ urn: endpoint.urn, message })),
      );
  },
});

function isSecretsManager(serviceName: Tree | undefined): boolean {
  return typeof serviceName === "string" && /\.secretsmanager(-fips)?$/.test(serviceName);
}

/** ARNs of the stack's secrets, and of the secrets that its containers use; undefined while a preview cannot know all of them. */
function ownSecretArns(plan: Plan): ReadonlySet<string> | undefined {
  const made = plan.ofType([SECRET]).map(({ props }) => props["arn"]);
  const taken = plan
    .ofType(TASK_TYPES)
    .flatMap(containersOf)
    .flatMap(({ definition }) => entriesOf(definition["secrets"]))
    .flatMap(({ entry }) => {
      const reference = readSecretReference(entry["valueFrom"]);
      return reference === undefined || "fault" in reference ? [] : [reference.secretArn];
    });
  const known = [...made, ...taken].filter((arn) => typeof arn === "string");
  return made.every((arn) => typeof arn === "string") ? new Set(known) : undefined;
}

function faults({ props: { policy } }: PlanResource, own: ReadonlySet<string> | undefined) {
  if (policy === UNKNOWN) return [];
  const fix = "Name the secrets of this stack.";
  if (policy === undefined || policy === null || policy === "") {
    return [`policy is absent, and AWS then admits every secret. ${fix}`];
  }
  return grantsOf("policy", policy)
    .filter((grant) => allowedBy(grant, READ) !== undefined)
    .flatMap((grant) => {
      const broad = broadResourceElement(grant, "secretsmanager") !== undefined;
      return broad || admitsOthers(grant, own)
        ? [`${grant.path} admits other secrets than this stack's. ${fix}`]
        : [];
    });
}

function admitsOthers({ statement }: Grant, own: ReadonlySet<string> | undefined): boolean {
  return textsOf(statement["Resource"]).some(
    (resource) =>
      own !== undefined &&
      resource !== UNKNOWN &&
      resource.includes(":secretsmanager:") &&
      !resource.includes("?") &&
      !own.has(resource),
  );
}
