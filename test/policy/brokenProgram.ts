import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { ResourceToAnalyze, Violation } from "../../offline/analyzer/messages";
import { UNKNOWN_ON_WIRE, type WireObject } from "../../offline/engine/wire";
import type { PolicyPackClient } from "../../offline/analyzer/client";
import { resource } from "../support/policy/policyPack";
import { temporaryFolder } from "../support/temporaryFolder";
import type { CorpusValues } from "./corpus/values";
import { allow, CONTAINER, planWith, policy, SECRETS } from "./plan/validPlan";
import { fileArchiveOnWire, fileAssetOnWire } from "../support/policy/assets";

const READ = "secretsmanager:GetSecretValue";
const SECRET = "arn:aws:secretsmanager:eu-north-1:123456789012:secret";
const DNS_NAME = "phone-1.eu-north-1.elb.amazonaws.com";

/** A program that breaks every rule of the pack, in the form in which the engine sends it in a first preview. */
export interface BrokenProgram {
  /** Inputs, which the pack gets one resource at a time. */
  readonly inputs: readonly ResourceToAnalyze[];
  /** Outputs, which the pack gets for the whole stack at once. */
  readonly outputs: readonly ResourceToAnalyze[];
}

/** Makes the program with the given values in it. */
export function brokenProgram(values: CorpusValues): BrokenProgram {
  const all = [...leaks(values), ...brokenService(), ...surroundings()];
  const { component, task } = hiddenTask();
  const [type, name] = ["pulumi:pulumi:Stack", "some-program-test"];
  const stack = resource(type, { token: values["AUTH_TOKEN"] ?? "" }, { name });
  return {
    inputs: [{ ...stack, properties: {} }, component, task, ...all],
    outputs: [stack, { ...component, properties: {} }, task, ...all],
  };
}

/** The violations that a running pack reports for a program, sorted. Each line has rule, resource and message. */
export async function findings(
  pack: PolicyPackClient,
  { inputs, outputs }: BrokenProgram,
): Promise<string[]> {
  const found: Violation[] = [];
  for (const each of inputs) found.push(...(await pack.analyze(each)));
  found.push(...(await pack.analyzeStack(outputs)));
  return found.map(({ policy: rule, message }) => `${rule}: ${message}`).sort();
}

/** A component whose inputs have a privileged container without a log, and its task definition, whose containers are unknown. */
function hiddenTask(): { readonly component: ResourceToAnalyze; readonly task: ResourceToAnalyze } {
  const secrets = SECRETS.map(({ name }) => ({ name, valueFrom: UNKNOWN_ON_WIRE }));
  const container = { name: "phone", image: UNKNOWN_ON_WIRE, secrets, privileged: true };
  const component = resource(
    "acme:index:Bot",
    { containerDefinitions: [container] },
    { name: "bot" },
  );
  const task = resource(
    "aws:ecs/taskDefinition:TaskDefinition",
    { family: "hidden", containerDefinitions: UNKNOWN_ON_WIRE },
    { name: "hidden", parent: component.urn },
  );
  return { component, task };
}

function leaks(values: CorpusValues): ResourceToAnalyze[] {
  const thing = (name: string, inputs: WireObject): ResourceToAnalyze =>
    resource("acme:index:Thing", inputs, { name });
  return [
    thing("own", { text: values["AUTH_TOKEN"] ?? "" }),
    thing("guarded", { text: values["GUARDED"] ?? "" }),
    thing("foreign", { sid: values["FOREIGN_ACCOUNT_SID"] ?? "" }),
    thing("device", { code: fileAssetOnWire("/dev/null") }),
    thing("cut off", { code: fileArchiveOnWire(cutOffArchive()) }),
    thing("named", { environment: { TWILIO_AUTH_TOKEN: "" } }),
    resource(
      "aws:ecs/taskDefinition:TaskDefinition",
      { family: "blind", containerDefinitions: UNKNOWN_ON_WIRE },
      { name: "blind" },
    ),
  ];
}

/** An incomplete archive, as after an interrupted download. */
function cutOffArchive(): string {
  const path = join(temporaryFolder("broken"), "bundle.tar.gz");
  writeFileSync(path, gzipSync(randomBytes(1024)).subarray(0, 512));
  return path;
}

function brokenService(): ResourceToAnalyze[] {
  const container: WireObject = {
    ...CONTAINER,
    privileged: true,
    secrets: SECRETS.slice(1),
    logConfiguration: null,
    environmentFiles: [{ type: "s3", value: "arn:aws:s3:::elsewhere/app.env" }],
  };
  return planWith({
    change: {
      task: { containerDefinitions: JSON.stringify([container]) },
      secret: {
        kmsKeyId: "alias/aws/secretsmanager",
        recoveryWindowInDays: 0,
        policy: policy(allow("*", "*", { Principal: "*" })),
      },
      balancer: { dnsName: DNS_NAME, accessLogs: { bucket: "logs", enabled: true } },
      listener: { sslPolicy: "ELBSecurityPolicy-2016-08" },
      targets: { deregistrationDelay: 1 },
      service: {
        capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
        deploymentCircuitBreaker: { enable: false, rollback: false },
        enableExecuteCommand: true,
        networkConfiguration: { assignPublicIp: true },
      },
      executionPolicy: { policy: policy(allow(READ, "*")) },
    },
    add: [
      resource("aws:iam/rolePolicy:RolePolicy", {
        role: "somebody-else",
        policy: policy(allow(READ, `${SECRET}:pipecat/twilio-credentials-AbCdEf`)),
      }),
    ],
  });
}

function surroundings(): ResourceToAnalyze[] {
  const topicArn = "arn:aws:sns:eu-north-1:123456789012:alarms";
  return [
    resource("aws:cloudfront/distribution:Distribution", {
      origins: [{ domainName: DNS_NAME }],
      defaultCacheBehavior: { viewerProtocolPolicy: "allow-all" },
    }),
    resource("aws:ec2/vpcEndpoint:VpcEndpoint", {
      serviceName: "com.amazonaws.eu-north-1.secretsmanager",
      policy: null,
    }),
    resource("aws:s3/bucket:Bucket", { bucket: "logs" }),
    resource("aws:sns/topic:Topic", { arn: topicArn }),
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", { alarmActions: [topicArn] }),
    resource("aws:cloudtrail/trail:Trail", { enableLogging: false }),
  ];
}
