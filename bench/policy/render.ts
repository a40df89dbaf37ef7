import type { ResourceToAnalyze } from "../../offline/analyzer/messages";
import { UNKNOWN_ON_WIRE, type WireObject, type WireValue } from "../../offline/engine/wire";

/** The key that marks assets and secrets on the wire. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Properties that hold JSON as a string. A template or a task-definition file has the JSON itself in their place. */
const JSON_TEXTS = new Set(["containerDefinitions", "policy", "assumeRolePolicy"]);

/** Properties whose keys come from the user, not from AWS. */
const OWN_KEYS = new Set(["variables", "tags", "options", "dockerLabels", "environmentVariables"]);

/** CloudFormation's name for each of Pulumi's types in the corpus. */
const TYPES: Readonly<Record<string, string>> = {
  "aws:apprunner/service:Service": "AWS::AppRunner::Service",
  "aws:cloudwatch/eventTarget:EventTarget": "AWS::Events::Rule",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "AWS::CloudWatch::Alarm",
  "aws:codebuild/project:Project": "AWS::CodeBuild::Project",
  "aws:ec2/instance:Instance": "AWS::EC2::Instance",
  "aws:ec2/launchTemplate:LaunchTemplate": "AWS::EC2::LaunchTemplate",
  "aws:ecs/taskDefinition:TaskDefinition": "AWS::ECS::TaskDefinition",
  "aws:iam/policy:Policy": "AWS::IAM::ManagedPolicy",
  "aws:iam/role:Role": "AWS::IAM::Role",
  "aws:lambda/function:Function": "AWS::Lambda::Function",
  "aws:lb/listener:Listener": "AWS::ElasticLoadBalancingV2::Listener",
  "aws:rds/instance:Instance": "AWS::RDS::DBInstance",
  "aws:s3/bucket:Bucket": "AWS::S3::Bucket",
  "aws:scheduler/schedule:Schedule": "AWS::Scheduler::Schedule",
  "aws:secretsmanager/secret:Secret": "AWS::SecretsManager::Secret",
  "aws:sfn/stateMachine:StateMachine": "AWS::StepFunctions::StateMachine",
  "aws:ssm/document:Document": "AWS::SSM::Document",
  "aws:ssm/parameter:Parameter": "AWS::SSM::Parameter",
  "aws-native:ecs:TaskDefinition": "AWS::ECS::TaskDefinition",
};

/** A resource as a file in a repository: a task definition in AWS's form, or type, name and settings of any other resource. */
export function asFile({ type, name, properties }: ResourceToAnalyze): string {
  const settings = written(properties);
  const file = type.includes("askDefinition") ? settings : { type, name, properties: settings };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** A resource as a CloudFormation template. A type that CloudFormation does not have becomes a custom resource. */
export function asTemplate({ type, properties }: ResourceToAnalyze): string {
  const settings = written(properties);
  const template =
    type === "pulumi:pulumi:Stack"
      ? { Resources: {}, Outputs: outputs(settings) }
      : resources(type, settings);
  return `${JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", ...template }, undefined, 2)}\n`;
}

function resources(type: string, settings: WireValue): WireObject {
  const cloudFormationType = TYPES[type] ?? "Custom::Resource";
  const properties = cloudFormationType === "Custom::Resource" ? settings : capitalised(settings);
  return {
    Resources: {
      Thing: {
        Type: cloudFormationType,
        Properties:
          cloudFormationType === "Custom::Resource" && isObject(properties)
            ? { ServiceToken: "arn:aws:lambda:eu-north-1:123456789012:function:f", ...properties }
            : properties,
      },
    },
  };
}

function outputs(settings: WireValue): WireObject {
  if (!isObject(settings)) return {};
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key.replace(/\W/g, "") || "Output",
      { Value: typeof value === "string" ? value : JSON.stringify(value) },
    ]),
  );
}

/** Properties as their author wrote them: without marks, with assets as text and JSON strings as JSON. */
function written(value: WireValue, key = ""): WireValue {
  if (value === UNKNOWN_ON_WIRE) return "unknown";
  if (typeof value === "string") return JSON_TEXTS.has(key) ? parsed(value) : value;
  if (isList(value)) return value.map((item) => written(item));
  if (!isObject(value)) return value;
  if (SIGNATURE in value) {
    return written(value["value"] ?? value["text"] ?? value["assets"] ?? value["path"] ?? null);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, written(item, name)] as const),
  );
}

function parsed(text: string): WireValue {
  try {
    const value: unknown = JSON.parse(text);
    return isList(value) || isObject(value) ? value : text;
  } catch {
    return text;
  }
}

function capitalised(value: WireValue, key = ""): WireValue {
  if (isList(value)) return value.map((item) => capitalised(item));
  if (!isObject(value)) return value;
  const name = (text: string): string =>
    OWN_KEYS.has(key) ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return Object.fromEntries(
    Object.entries(value).map(([each, item]) => [name(each), capitalised(item, each)] as const),
  );
}

function isObject(value: unknown): value is WireObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly WireValue[] {
  return Array.isArray(value);
}
