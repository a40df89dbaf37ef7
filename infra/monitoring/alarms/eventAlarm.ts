import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";

/** An EventBridge event pattern. Source: "Amazon EventBridge event patterns" in its user guide. */
export interface EventPattern {
  readonly source: readonly string[];
  readonly "detail-type": readonly string[];
  readonly resources?: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The events that a rule watches for, and its message. */
export interface EventSpec {
  /** For the person who reads the rule: what it is for. */
  readonly description: string;
  readonly pattern: pulumi.Input<EventPattern>;
  /** Parts of the event that the message names, as JSON paths. */
  readonly facts: Readonly<Record<string, string>>;
  /** What has happened and what to do. `<fact>` is replaced by a fact. It never has a part that could hold a secret's value. */
  readonly message: pulumi.Input<string>;
  /** Whether the event is a read that CloudTrail recorded; an ordinary rule never sees one. @default false */
  readonly readOnlyApiCall?: boolean;
}

/** The state of a rule that also gets CloudTrail's records of reads. An ordinary rule does not get them. */
export const INCLUDING_READ_EVENTS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

/** A rule that sends a topic one sentence about each event that its pattern matches. */
export function eventAlarm(
  name: string,
  spec: EventSpec,
  topicArn: pulumi.Input<string>,
  tags: Readonly<Record<string, string>>,
  parent: pulumi.Resource,
): cloudwatch.EventRule {
  const rule = new cloudwatch.EventRule(
    name,
    {
      description: spec.description,
      eventPattern: pulumi.jsonStringify(spec.pattern),
      state: spec.readOnlyApiCall ? INCLUDING_READ_EVENTS : "ENABLED",
      tags,
    },
    { parent },
  );
  new cloudwatch.EventTarget(
    `${name}-topic`,
    {
      rule: rule.name,
      arn: topicArn,
      inputTransformer: {
        inputPaths: { ...spec.facts },
        // A template that is one JSON string reaches the mail as plain text.
        inputTemplate: pulumi.jsonStringify(spec.message),
      },
    },
    { parent },
  );
  return rule;
}
