/** Settings that change several options together. */
export interface OptionBundle {
  readonly title: string;
  /** `KEY=VALUE` pairs that change the dev stack's config. A key has the syntax of `pulumi config set --path`. */
  readonly settings: readonly string[];
  /** A resource that exists only with these settings. */
  readonly type: string;
}

/** A folder with a Dockerfile. */
export const SERVICE = "./test/support/service";

const DOMAIN = ["domainName=phone.lab.internal", "hostedZoneId=Z0LAB1LAB2LAB3"];

/** Resources that the bundles refer to, but that the stack does not create. */
export const EXISTING = {
  secretArn: "arn:aws:secretsmanager:eu-north-1:519384207613:secret:other-AbCdEf",
  certificateArn:
    "arn:aws:acm:eu-north-1:519384207613:certificate/00000000-0000-4000-8000-000000000000",
  vpcId: "vpc-0a1b2c3d4e5f60718",
  subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719", "subnet-0a1b2c3d4e5f6071a"],
} as const;

/** The owner's own VPC and image. Only a new stack can use them: a running stack cannot change to them. */
export const OWN_VPC: OptionBundle = {
  title: "the caller's own VPC and certificate, an image that is built, other folders",
  settings: [
    "image=",
    `buildContext=${SERVICE}`,
    `vpcId=${EXISTING.vpcId}`,
    `publicSubnetIds[0]=${EXISTING.subnetIds[0]}`,
    `publicSubnetIds[1]=${EXISTING.subnetIds[1]}`,
    `privateSubnetIds[0]=${EXISTING.subnetIds[2]}`,
    "domainName=phone.lab.internal",
    `certificateArn=${EXISTING.certificateArn}`,
    "writablePaths[0]=/var/cache",
    "environment.STT_MODEL=nova-3",
  ],
  type: "awsx:ecr:Image",
};

/** Bundles that can be applied to a running stack. */
export const RUNNING = {
  behindCloudFront: {
    title: "blue/green behind CloudFront, with WAF and access logs",
    settings: ["deployment=blue-green", "maxCallMinutes=1440", "waf=true", "accessLogs=true"],
    type: "aws:wafv2/webAclAssociation:WebAclAssociation",
  },
  domain: {
    title: "blue/green with a domain, protected from deletion, calls that move",
    settings: [
      ...DOMAIN,
      "deployment=blue-green",
      "callHandover=true",
      "deletionProtection=true",
      "waf=true",
    ],
    type: "aws:acm/certificateValidation:CertificateValidation",
  },
  endpoints: {
    title: "endpoints as the only way out, with further secrets, Bedrock and ECS Exec",
    settings: [
      "egress=endpoints",
      "enableExecuteCommand=true",
      "readonlyRootFilesystem=false",
      "buildContext=",
      "image=519384207613.dkr.ecr.eu-north-1.amazonaws.com/phone:1.2",
      "flowLogs=true",
      "bedrockModels[0]=amazon.nova-micro-v1:0",
      `additionalSecrets.OTHER.secretArn=${EXISTING.secretArn}`,
      "additionalSecrets.OTHER.key=k",
      "extraSecrets[0]=MODEL_KEY",
    ],
    type: "aws:ec2/vpcEndpoint:VpcEndpoint",
  },
  zones: {
    title: "a NAT gateway a zone, scaling on calls, few readers, an owner",
    settings: [
      "egress=nat-per-zone",
      "callsPerTask=10",
      "deployment=blue-green",
      "availabilityZoneRebalancing=true",
      "taskRoleReadsSecret=false",
      "secretReaders[0]=arn:aws:iam::519384207613:role/break-glass",
      "owner=telephony",
      "development=true",
    ],
    type: "aws:ec2/natGateway:NatGateway",
  },
  monitoring: {
    title: "alarms, mails, the dashboard and an audit trail",
    settings: [
      "alarms=true",
      "alarmEmail=team@lab.internal",
      "dashboard=true",
      "containerInsights=enhanced",
      "auditTrail=true",
    ],
    type: "aws:cloudtrail/trail:Trail",
  },
  tasks: {
    title:
      "tasks of another size with a stock bot, public addresses, ECS Exec and a root that can be written",
    settings: [
      "cpu=2048",
      "memory=4096",
      "assignPublicIp=true",
      "enableExecuteCommand=true",
      "readonlyRootFilesystem=false",
      "logRetentionDays=30",
      "containerPort=8080",
      "healthCheckPath=/status",
      "webhookPath=/",
      "mediaStreamPath=/ws",
    ],
    type: "aws:ecs/taskDefinition:TaskDefinition",
  },
} as const satisfies Readonly<Record<string, OptionBundle>>;

/** Bundles that together change every option. */
export const OPTIONS: readonly OptionBundle[] = [...Object.values(RUNNING), OWN_VPC];

/** Config of one stack with every option that adds resources or puts the name of an AWS service into a resource. */
export const EVERYTHING = {
  image: "",
  buildContext: SERVICE,
  alarms: "true",
  containerInsights: "enabled",
  dashboard: "true",
  auditTrail: "true",
  alarmEmail: "team@lab.internal",
  deployment: "blue-green",
  accessLogs: "true",
  waf: "true",
  flowLogs: "true",
  egress: "endpoints",
  callsPerTask: "10",
  owner: "telephony",
  bedrockModels: '["amazon.nova-micro-v1:0"]',
} as const;
