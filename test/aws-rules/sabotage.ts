import { isRecord } from "../../offline/engine/wire";
import type { Plan, PlannedInputs } from "./plans";

/** A plan of one resource that AWS would refuse, and the fault that must be reported. */
export interface Sabotage {
  readonly title: string;
  readonly type: string;
  /** Inputs that replace the resource's own. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly fault: RegExp;
}

const SERVICE = "aws:ecs/service:Service";
const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const SECRET = "aws:secretsmanager/secret:Secret";

/** A statement that allows an action, in a policy of a role. */
function allow(Action: string, rest: Readonly<Record<string, unknown>> = { Resource: "*" }) {
  const Statement = [{ Effect: "Allow", Action, ...rest }];
  return { policy: { Version: "2012-10-17", Statement } };
}

/** Faults for each checker. No other checker finds them, or another finds them only later. */
export const SABOTAGES: readonly Sabotage[] = [
  {
    title: "cfn-lint: a value that the schema does not list",
    type: SERVICE,
    inputs: { propagateTags: "SERVICES" },
    fault: /^cfn-lint, .*PropagateTags: E3030/,
  },
  {
    title: "cfn-lint: a memory that Fargate does not offer with the CPU",
    type: TASK_DEFINITION,
    inputs: { cpu: "1024", memory: "512" },
    fault: /^cfn-lint, .*: E3047/,
  },
  {
    title: "cfn-lint: a number beyond its limit",
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: { retentionInDays: 15 },
    fault: /^cfn-lint, .*RetentionInDays: E3030/,
  },
  {
    title: "botocore: a missing required member",
    type: TASK_DEFINITION,
    inputs: { family: undefined },
    fault: /^botocore, .*RegisterTaskDefinition: missing required field/,
  },
  {
    title: "botocore: a number in place of a text",
    type: TASK_DEFINITION,
    inputs: { cpu: 1024 },
    fault: /^botocore, .*RegisterTaskDefinition: invalid type at \.cpu/,
  },
  {
    title: "botocore: a name that is too long",
    type: SECRET,
    inputs: { name: "a".repeat(513) },
    fault: /^botocore, .*CreateSecret: \.Name is longer than 512/,
  },
  {
    title: "botocore: a value that the API does not list",
    type: "aws:wafv2/webAcl:WebAcl",
    inputs: { scope: "WORLDWIDE" },
    fault: /^botocore, .*CreateWebACL: \.Scope is none of/,
  },
  {
    title: "botocore: a text that does not match the API's pattern",
    type: "aws:wafv2/webAclAssociation:WebAclAssociation",
    inputs: { resourceArn: " " },
    fault: /^botocore, .*AssociateWebACL: \.ResourceArn/,
  },
  {
    title: "parliament: an action that AWS does not have",
    type: ROLE_POLICY,
    inputs: allow("secretsmanager:ReadSecretValue"),
    fault: /^parliament, .*: UNKNOWN_ACTION/,
  },
  {
    title: "parliament: a resource that the action cannot have",
    type: ROLE_POLICY,
    inputs: allow("secretsmanager:GetSecretValue", {
      Resource: "arn:aws:s3:::bucket/key",
    }),
    fault: /^parliament, .*: RESOURCE_MISMATCH/,
  },
  {
    title: "parliament: a condition that IAM does not know",
    type: ROLE_POLICY,
    inputs: allow("secretsmanager:GetSecretValue", {
      Resource: "*",
      Condition: { StringEqual: { "aws:SourceAccount": "123456789012" } },
    }),
    fault: /^parliament, .*: UNKNOWN_OPERATOR/,
  },
  {
    title: "the translation: an unknown input",
    type: SECRET,
    inputs: { forceOverwriteReplicaSecret: true },
    fault: /^translation, .*: forceOverwriteReplicaSecret is not known/,
  },
];

/** The plan of one resource of the given plans, sabotaged. @throws if no resource has the type */
export function sabotaged({ title, type, inputs }: Sabotage, plans: readonly Plan[]): Plan {
  for (const { region, resources } of plans) {
    const found = resources.find((resource) => resource.type === type);
    if (found !== undefined) return { name: title, region, resources: [changed(found, inputs)] };
  }
  throw new Error(`No plan has a ${type}.`);
}

function changed(resource: PlannedInputs, inputs: Readonly<Record<string, unknown>>) {
  const merged: unknown = JSON.parse(JSON.stringify({ ...resource.inputs, ...inputs }));
  return { ...resource, inputs: isRecord(merged) ? merged : {} };
}
