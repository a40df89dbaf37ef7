import type { RightsByType } from "./right";

const TOPIC = "sns:{region}:{account}:{name}";
const EVENT_RULE = "events:{region}:{account}:rule/{name}";

/** CloudWatch, EventBridge, SNS and CloudTrail. */
export const MONITORING_RIGHTS: RightsByType = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    rights: [
      { actions: ["cloudwatch:DescribeAlarms"], on: ["*"] },
      {
        actions: [
          "cloudwatch:DeleteAlarms",
          "cloudwatch:ListTagsForResource",
          "cloudwatch:PutMetricAlarm",
          "cloudwatch:TagResource",
          "cloudwatch:UntagResource",
        ],
        on: ["cloudwatch:{region}:{account}:alarm:{name}"],
      },
    ],
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    named: "dashboardName",
    rights: [
      {
        actions: [
          "cloudwatch:DeleteDashboards",
          "cloudwatch:GetDashboard",
          "cloudwatch:PutDashboard",
        ],
        on: ["cloudwatch::{account}:dashboard/{name}"],
      },
    ],
  },
  "aws:cloudwatch/queryDefinition:QueryDefinition": {
    rights: [
      {
        actions: [
          "logs:DeleteQueryDefinition",
          "logs:DescribeQueryDefinitions",
          "logs:PutQueryDefinition",
        ],
        on: ["*"],
      },
    ],
  },
  "aws:cloudwatch/eventRule:EventRule": {
    rights: [
      {
        actions: [
          "events:DeleteRule",
          "events:DescribeRule",
          "events:ListTagsForResource",
          "events:PutRule",
          "events:TagResource",
          "events:UntagResource",
        ],
        on: [EVENT_RULE],
      },
    ],
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    named: "rule",
    rights: [
      {
        actions: ["events:ListTargetsByRule", "events:PutTargets", "events:RemoveTargets"],
        on: [EVENT_RULE],
      },
    ],
  },
  "aws:sns/topic:Topic": {
    rights: [
      {
        actions: [
          "sns:CreateTopic",
          "sns:DeleteTopic",
          "sns:GetTopicAttributes",
          "sns:ListTagsForResource",
          "sns:SetTopicAttributes",
          "sns:TagResource",
          "sns:UntagResource",
        ],
        on: [TOPIC],
      },
    ],
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    named: "arn",
    rights: [{ actions: ["sns:GetTopicAttributes", "sns:SetTopicAttributes"], on: [TOPIC] }],
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    named: "topic",
    rights: [
      { actions: ["sns:Subscribe"], on: [TOPIC] },
      { actions: ["sns:GetSubscriptionAttributes", "sns:Unsubscribe"], on: ["*"] },
    ],
  },
  "aws:cloudtrail/trail:Trail": {
    rights: [
      { actions: ["cloudtrail:DescribeTrails"], on: ["*"] },
      {
        actions: [
          "cloudtrail:AddTags",
          "cloudtrail:CreateTrail",
          "cloudtrail:DeleteTrail",
          "cloudtrail:GetEventSelectors",
          "cloudtrail:GetInsightSelectors",
          "cloudtrail:GetTrail",
          "cloudtrail:GetTrailStatus",
          "cloudtrail:ListTags",
          "cloudtrail:PutEventSelectors",
          "cloudtrail:RemoveTags",
          "cloudtrail:StartLogging",
          "cloudtrail:StopLogging",
          "cloudtrail:UpdateTrail",
        ],
        on: ["cloudtrail:{region}:{account}:trail/{name}"],
      },
    ],
  },
};
