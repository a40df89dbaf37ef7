"""CloudFormation's resources of monitoring: logs, alarms, events, topics and the audit trail."""

import json
from typing import Callable

from cloudformation.shapes import Properties, Translation, document, one
from naming import pick, tag_list


def metric_alarm(inputs: Properties) -> list[tuple[str, Properties]]:
    def dimensions(pairs: dict[str, str]) -> list[dict[str, str]]:
        return [{"Name": name, "Value": value} for name, value in pairs.items()]

    properties = pick(
        inputs,
        "alarmActions",
        "alarmDescription",
        "comparisonOperator",
        "datapointsToAlarm",
        "evaluationPeriods",
        "insufficientDataActions",
        "metricName",
        "namespace",
        "period",
        "statistic",
        "threshold",
        "treatMissingData",
    )
    if "dimensions" in inputs:
        properties["Dimensions"] = dimensions(inputs["dimensions"])
    if "metricQueries" in inputs:
        properties["Metrics"] = [metric_query(query, dimensions) for query in inputs["metricQueries"]]
    return [("AWS::CloudWatch::Alarm", properties)]


def metric_query(query: Properties, dimensions: Callable[[dict[str, str]], list[dict[str, str]]]) -> Properties:
    translated = pick(query, "id", "expression", "label", "returnData")
    if "metric" in query:
        metric = query["metric"]
        translated["MetricStat"] = {
            "Metric": {
                "Namespace": metric["namespace"],
                "MetricName": metric["metricName"],
                "Dimensions": dimensions(metric["dimensions"]),
            },
            "Period": metric["period"],
            "Stat": metric["stat"],
        }
    return translated


def event_target(inputs: Properties) -> list[tuple[str, Properties]]:
    transformer = inputs["inputTransformer"]
    target = {
        "Arn": inputs["arn"],
        "Id": "topic",
        "InputTransformer": {
            "InputPathsMap": transformer["inputPaths"],
            "InputTemplate": transformer["inputTemplate"],
        },
    }
    # A target is a part of its rule.
    rule = {"EventPattern": {"source": ["aws.ecs"]}, "State": "ENABLED", "Targets": [target]}
    return [("AWS::Events::Rule", rule)]


def event_rule(inputs: Properties) -> list[tuple[str, Properties]]:
    properties = pick(inputs, "description", "state") | {"EventPattern": json.loads(inputs["eventPattern"])}
    return [("AWS::Events::Rule", properties)]


def trail(inputs: Properties) -> list[tuple[str, Properties]]:
    properties = pick(
        inputs,
        "s3BucketName",
        "includeGlobalServiceEvents",
        "isMultiRegionTrail",
        "eventSelectors",
        EnableLogFileValidation="enableLogFileValidation",
        KMSKeyId="kmsKeyId",
    )
    return [("AWS::CloudTrail::Trail", properties | {"IsLogging": True, "Tags": tag_list(inputs)})]


TRANSLATIONS: dict[str, Translation] = {
    "aws:cloudtrail/trail:Trail": trail,
    "aws:cloudwatch/dashboard:Dashboard": one("AWS::CloudWatch::Dashboard", "dashboardBody", "dashboardName", tags=False),
    "aws:cloudwatch/eventRule:EventRule": event_rule,
    "aws:cloudwatch/eventTarget:EventTarget": event_target,
    "aws:cloudwatch/logGroup:LogGroup": one("AWS::Logs::LogGroup", "retentionInDays"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": metric_alarm,
    "aws:cloudwatch/queryDefinition:QueryDefinition": one(
        "AWS::Logs::QueryDefinition", "logGroupNames", "name", "queryString", tags=False
    ),
    "aws:sns/topic:Topic": one("AWS::SNS::Topic", "kmsMasterKeyId"),
    "aws:sns/topicPolicy:TopicPolicy": lambda inputs: [
        ("AWS::SNS::TopicPolicy", {"Topics": [inputs["arn"]], "PolicyDocument": document(inputs["policy"])})
    ],
    "aws:sns/topicSubscription:TopicSubscription": one(
        "AWS::SNS::Subscription", "endpoint", "protocol", tags=False, TopicArn="topic"
    ),
}
