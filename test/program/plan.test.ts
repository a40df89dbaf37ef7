import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { DOMAIN } from "../support/program/devStack";
import { failingProgram, type ProgramRun, runProgram } from "../support/program/program";
import { sampleCredentials } from "../../offline/config/credentials";

// Shows the program's plan against the model of AWS. Does not show what AWS itself would refuse.

/** The dev stack's resources as `type name`, by the name of their parent. */
const DEV_STACK: Readonly<Record<string, readonly string[]>> = {
  "": [
    "pipecat:index:Endpoint endpoint",
    "pipecat:index:Network network",
    "pipecat:index:PhoneService phone",
    "pipecat:index:TwilioSecret twilio",
  ],
  endpoint: [
    "aws:cloudfront/distribution:Distribution endpoint-distribution",
    "aws:ec2/securityGroup:SecurityGroup endpoint-alb-sg",
    "aws:lb/listener:Listener endpoint-listener",
    "aws:lb/listenerRule:ListenerRule endpoint-origin-calls",
    "aws:lb/loadBalancer:LoadBalancer endpoint-alb",
    "aws:lb/targetGroup:TargetGroup endpoint-blue",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule endpoint-calls-in",
  ],
  network: ["pipecat:index:Vpc network-vpc"],
  "network-vpc": [
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup network-vpc-default-sg",
    "aws:ec2/eip:Eip network-vpc-nat-1",
    "aws:ec2/internetGateway:InternetGateway network-vpc-internet",
    "aws:ec2/natGateway:NatGateway network-vpc-nat-1",
    "aws:ec2/routeTable:RouteTable network-vpc-private-1",
    "aws:ec2/routeTable:RouteTable network-vpc-private-2",
    "aws:ec2/routeTable:RouteTable network-vpc-public",
    "aws:ec2/routeTableAssociation:RouteTableAssociation network-vpc-private-1",
    "aws:ec2/routeTableAssociation:RouteTableAssociation network-vpc-private-2",
    "aws:ec2/routeTableAssociation:RouteTableAssociation network-vpc-public-1",
    "aws:ec2/routeTableAssociation:RouteTableAssociation network-vpc-public-2",
    "aws:ec2/subnet:Subnet network-vpc-private-1",
    "aws:ec2/subnet:Subnet network-vpc-private-2",
    "aws:ec2/subnet:Subnet network-vpc-public-1",
    "aws:ec2/subnet:Subnet network-vpc-public-2",
    "aws:ec2/vpc:Vpc network-vpc",
  ],
  phone: [
    "aws:appautoscaling/policy:Policy phone-scaling-cpu",
    "aws:appautoscaling/policy:Policy phone-scaling-memory",
    "aws:appautoscaling/target:Target phone-scaling",
    "aws:cloudwatch/logGroup:LogGroup phone-logs",
    "aws:ec2/securityGroup:SecurityGroup phone-sg",
    "aws:ecs/cluster:Cluster phone-cluster",
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders phone-capacity",
    "aws:ecs/service:Service phone-service",
    "aws:iam/role:Role phone-task-execution",
    "aws:iam/role:Role phone-task-role",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule phone-alb-to-tasks",
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule phone-to-world",
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule phone-from-alb",
    "pipecat:index:PhoneTask phone-task",
  ],
  "phone-task": [
    "aws:ecs/taskDefinition:TaskDefinition phone-task-definition",
    "aws:iam/rolePolicy:RolePolicy phone-task-execution-policy",
    "aws:iam/rolePolicy:RolePolicy phone-task-role-policy",
  ],
  twilio: [
    "aws:kms/key:Key twilio-key",
    "aws:secretsmanager/secret:Secret twilio-secret",
    "aws:secretsmanager/secretPolicy:SecretPolicy twilio-readers",
    "aws:secretsmanager/secretVersion:SecretVersion twilio-version",
  ],
};

describe("the program", () => {
  const credentials = sampleCredentials();
  let up: ProgramRun;
  let preview: ProgramRun;

  before(async () => {
    up = await runProgram({ credentials });
    preview = await runProgram({ credentials, preview: true });
  });

  it("registers exactly these resources, on a preview and on an update", () => {
    assert.deepEqual(tree(up), DEV_STACK);
    assert.deepEqual(tree(preview), DEV_STACK);
  });

  it("makes the identical plan a second time", async () => {
    for (const first of [up, preview]) {
      const second = await runProgram({ credentials, preview: first === preview });
      assert.deepEqual(plan(second), plan(first));
      assert.deepEqual(second.outputs, first.outputs);
    }
  });

  it("changes only the secret's version when a secret credential changes", async () => {
    const { TWILIO_AUTH_TOKEN } = sampleCredentials();
    const changed = await runProgram({ credentials: { ...credentials, TWILIO_AUTH_TOKEN } });
    const before = plan(up).map((registration) => JSON.stringify(registration));
    assert.deepEqual(
      plan(changed)
        .filter((registration) => !before.includes(JSON.stringify(registration)))
        .map(({ type }) => type),
      // A real provider gives the version a new id, which changes the task definition. The model keeps the id.
      ["aws:secretsmanager/secretVersion:SecretVersion"],
    );
  });

  it("looks up only the account, its zones and CloudFront's addresses", () => {
    assert.deepEqual([...up.recorded.invokes].sort(), [
      "aws:ec2/getManagedPrefixList:getManagedPrefixList",
      "aws:index/getAvailabilityZones:getAvailabilityZones",
      "aws:index/getCallerIdentity:getCallerIdentity",
      "aws:index/getPartition:getPartition",
    ]);
  });

  it("has exactly these stack outputs", () => {
    const { outputs } = up;
    const arn = (rest: string) => new RegExp(`^arn:aws:${rest}$`);
    const shapes: Readonly<Record<string, RegExp>> = {
      clusterName: /^phone-cluster-[0-9a-f]{7}$/,
      executionRoleArn: arn("iam::123456789012:role/phone-task-execution-[0-9a-f]{7}"),
      loadBalancerDnsName: /^endpoint-alb-[0-9a-f]{7}-\d+\.eu-north-1\.elb\.amazonaws\.com$/,
      logGroupName: /^phone-logs-[0-9a-f]{7}$/,
      mediaStreamUrl: /^wss:\/\/[a-z0-9]+\.cloudfront\.net\/media-stream$/,
      secretArn: arn(
        "secretsmanager:eu-north-1:123456789012:secret:pipecat/twilio-credentials-\\w{6}",
      ),
      secretKeyArn: arn("kms:eu-north-1:123456789012:key/[0-9a-f-]{36}"),
      secretVersionId: /^terraform-[0-9a-f]{26}$/,
      serviceName: /^phone-service-[0-9a-f]{7}$/,
      taskDefinitionArn: arn(
        "ecs:eu-north-1:123456789012:task-definition/pipecat-phone-service-dev:1",
      ),
      taskRoleArn: arn("iam::123456789012:role/phone-task-role-[0-9a-f]{7}"),
      webhookUrl: /^https:\/\/[a-z0-9]+\.cloudfront\.net\/incoming-call$/,
    };
    assert.deepEqual(Object.keys(outputs).sort(), Object.keys(shapes).sort());
    for (const [name, shape] of Object.entries(shapes)) assert.match(String(outputs[name]), shape);
  });

  it("has the domain's addresses as outputs if the config has a domain", async () => {
    const { outputs } = await runProgram({ overrides: DOMAIN, preview: true });
    assert.equal(outputs["webhookUrl"], "https://phone.lab.internal/incoming-call");
    assert.equal(outputs["mediaStreamUrl"], "wss://phone.lab.internal/media-stream");
  });

  it("stops at a faulty config before anything is registered", async () => {
    const { error, registrations } = await failingProgram({
      overrides: { memory: "1", twilioAuthToken: undefined },
    });
    assert.ok(pulumi.RunError.isInstance(error));
    assert.match(error.message, /^The stack's config has 2 faults:/);
    assert.deepEqual(registrations, []);
  });
});

/** The registered resources in the form of {@link DEV_STACK}, each list sorted. */
function tree({ registrations }: ProgramRun): Record<string, string[]> {
  const children: Record<string, string[]> = {};
  for (const { type, name, parent } of registrations) {
    const key = isStack(parent) ? "" : (parent.split("::").at(-1) ?? "");
    children[key] = [...(children[key] ?? []), `${type} ${name}`].sort();
  }
  return children;
}

function isStack(urn: string): boolean {
  return urn.split("::")[2] === "pulumi:pulumi:Stack";
}

/** The registrations, sorted, because resources that register in parallel come in any order. */
function plan({ registrations }: ProgramRun) {
  return registrations
    .map(({ dependencies, ...rest }) => ({ ...rest, dependencies: [...dependencies].sort() }))
    .sort((a, b) => (`${a.type} ${a.name}` < `${b.type} ${b.name}` ? -1 : 1));
}
