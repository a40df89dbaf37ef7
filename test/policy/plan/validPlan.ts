import { randomBytes } from "node:crypto";
import type { ResourceToAnalyze } from "../../../offline/analyzer/messages";
import type { WireObject, WireValue } from "../../../offline/engine/wire";
import { resource } from "../../support/policy/policyPack";

/** A stack config without a Twilio credential. */
export const CONFIG = { "aws:region": "eu-north-1" };

export const SECRET_ARN =
  "arn:aws:secretsmanager:eu-north-1:123456789012:secret:pipecat/twilio-credentials-AbCdEf";
export const KEY_ARN =
  "arn:aws:kms:eu-north-1:123456789012:key/2f2b6c1e-7d0a-4a57-9a53-0c9f4c7f3c11";
export const VERSION_ID = "terraform-20261122090000000000000001";
export const EXECUTION_ROLE_ARN = "arn:aws:iam::123456789012:role/phone-execution";

const ELB = "arn:aws:elasticloadbalancing:eu-north-1:123456789012";
export const TASK_DEFINITION_ARN = "arn:aws:ecs:eu-north-1:123456789012:task-definition/phone:1";
export const TARGET_GROUP_ARN = `${ELB}:targetgroup/phone/6d0ecf831eec9f09`;
export const LOAD_BALANCER_ARN = `${ELB}:loadbalancer/app/phone/50dc6c495c0c9188`;
export const LISTENER_ARN = `${ELB}:listener/app/phone/50dc6c495c0c9188/f2f7dc8efc522ab2`;

export const CREDENTIALS = [
  "TWILIO_ACCOUNT_SID",
  "TWILIO_AUTH_TOKEN",
  "TWILIO_PHONE_NUMBER",
  "TWILIO_API_SID",
  "TWILIO_API_SECRET",
] as const;

/** The valid secrets of a container. */
export const SECRETS = CREDENTIALS.map((name) => ({
  name,
  valueFrom: `${SECRET_ARN}:${name}::${VERSION_ID}`,
}));

/** A valid container with all five credentials. */
export const CONTAINER = {
  name: "phone",
  image: "phone:1",
  stopTimeout: 120,
  secrets: SECRETS,
  logConfiguration: {
    logDriver: "awslogs",
    options: {
      "awslogs-group": "phone-logs",
      "awslogs-region": "eu-north-1",
      "awslogs-stream-prefix": "phone",
    },
  },
};

/** The JSON of container definitions. */
export function definitions(...containers: WireObject[]): string {
  return JSON.stringify(containers);
}

/** A statement that allows an action on a resource. */
export function allow(action: WireValue, on: WireValue, more: WireObject = {}): WireObject {
  return { Effect: "Allow", Action: action, Resource: on, ...more };
}

/** The JSON of an IAM policy. */
export function policy(...statements: WireObject[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Every part of a phone service outside development, in the form in which the engine sends it when everything exists. */
const VALID_PLAN = {
  key: ["aws:kms/key:Key", { arn: KEY_ARN, keyId: "2f2b6c1e-7d0a-4a57-9a53-0c9f4c7f3c11" }],
  secret: [
    "aws:secretsmanager/secret:Secret",
    {
      arn: SECRET_ARN,
      id: SECRET_ARN,
      name: "pipecat/twilio-credentials",
      kmsKeyId: KEY_ARN,
      recoveryWindowInDays: 7,
    },
  ],
  version: [
    "aws:secretsmanager/secretVersion:SecretVersion",
    {
      secretId: SECRET_ARN,
      versionId: VERSION_ID,
      secretString: JSON.stringify(
        Object.fromEntries(CREDENTIALS.map((name) => [name, randomBytes(16).toString("hex")])),
      ),
    },
  ],
  executionRole: ["aws:iam/role:Role", { arn: EXECUTION_ROLE_ARN, name: "phone-execution" }],
  taskRole: [
    "aws:iam/role:Role",
    { arn: "arn:aws:iam::123456789012:role/phone-task", name: "phone-task" },
  ],
  executionPolicy: [
    "aws:iam/rolePolicy:RolePolicy",
    {
      role: "phone-execution",
      policy: policy(
        allow("secretsmanager:GetSecretValue", SECRET_ARN),
        allow("kms:Decrypt", KEY_ARN),
        allow("ecr:GetAuthorizationToken", "*"),
      ),
    },
  ],
  logGroup: ["aws:cloudwatch/logGroup:LogGroup", { name: "phone-logs", retentionInDays: 14 }],
  task: [
    "aws:ecs/taskDefinition:TaskDefinition",
    {
      arn: TASK_DEFINITION_ARN,
      family: "phone",
      executionRoleArn: EXECUTION_ROLE_ARN,
      taskRoleArn: "arn:aws:iam::123456789012:role/phone-task",
      containerDefinitions: definitions(CONTAINER),
    },
  ],
  balancer: [
    "aws:lb/loadBalancer:LoadBalancer",
    { arn: LOAD_BALANCER_ARN, securityGroups: ["sg-0123456789abcdef0"] },
  ],
  balancerGroup: ["aws:ec2/securityGroup:SecurityGroup", { id: "sg-0123456789abcdef0" }],
  targets: ["aws:lb/targetGroup:TargetGroup", { arn: TARGET_GROUP_ARN, deregistrationDelay: 3600 }],
  listener: [
    "aws:lb/listener:Listener",
    {
      arn: LISTENER_ARN,
      loadBalancerArn: LOAD_BALANCER_ARN,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      defaultActions: [{ type: "forward", targetGroupArn: TARGET_GROUP_ARN }],
    },
  ],
  service: [
    "aws:ecs/service:Service",
    {
      cluster: "arn:aws:ecs:eu-north-1:123456789012:cluster/phone",
      taskDefinition: TASK_DEFINITION_ARN,
      capacityProviderStrategies: [{ capacityProvider: "FARGATE", weight: 1 }],
      deploymentCircuitBreaker: { enable: true, rollback: true },
      enableExecuteCommand: false,
      loadBalancers: [
        { targetGroupArn: TARGET_GROUP_ARN, containerName: "phone", containerPort: 7860 },
      ],
      networkConfiguration: { assignPublicIp: false, subnets: ["subnet-1"] },
    },
  ],
} as const satisfies Readonly<Record<string, readonly [type: string, properties: WireObject]>>;

/** One part of the plan. */
export type Part = keyof typeof VALID_PLAN;

/** The changes of a test: changed properties of parts (undefined removes one), removed parts, added resources. */
export interface Changes {
  readonly change?: Partial<Record<Part, Readonly<Record<string, WireValue | undefined>>>>;
  readonly without?: readonly Part[];
  readonly add?: readonly ResourceToAnalyze[];
}

/** The URN of a part. */
export function urnOf(part: Part): string {
  return resource(VALID_PLAN[part][0], {}, { name: part }).urn;
}

/** The valid plan with the changes of a test. */
export function planWith({ change = {}, without = [], add = [] }: Changes): ResourceToAnalyze[] {
  const parts: readonly Part[] = [
    "key",
    "secret",
    "version",
    "executionRole",
    "taskRole",
    "executionPolicy",
    "logGroup",
    "task",
    "balancer",
    "balancerGroup",
    "targets",
    "listener",
    "service",
  ];
  const kept = parts
    .filter((part) => !without.includes(part))
    .map((part) => {
      const [type, properties] = VALID_PLAN[part];
      return resource(type, defined({ ...properties, ...change[part] }), { name: part });
    });
  return [...kept, ...add];
}

function defined(properties: Readonly<Record<string, WireValue | undefined>>): WireObject {
  const kept: Record<string, WireValue> = {};
  for (const [key, value] of Object.entries(properties)) {
    if (value !== undefined) kept[key] = value;
  }
  return kept;
}
