"""The API calls of monitoring: logs, alarms, events, topics and the audit trail."""

from calls.shapes import Call, Properties, alike, document, properties_of, without
from naming import pascal, pick


def metric_alarm(resource: Properties) -> list[Call]:
    inputs, properties = resource["inputs"], properties_of(resource)
    if "warmUpConfiguration" in inputs:
        properties["WarmUpConfiguration"] = pascal(inputs["warmUpConfiguration"])
    return [("cloudwatch", "PutMetricAlarm", properties | {"AlarmName": resource["name"]})]


def event_target(resource: Properties) -> list[Call]:
    (target,) = properties_of(resource)["Targets"]
    return [("events", "PutTargets", {"Rule": resource["inputs"]["rule"], "Targets": [target]})]


def event_rule(resource: Properties) -> list[Call]:
    params = pick(resource["inputs"], "description", "state", "eventPattern") | {"Name": resource["name"]}
    return [("events", "PutRule", params)]


CALLS = {
    "aws:cloudtrail/trail:Trail": lambda resource: [
        (
            "cloudtrail",
            "CreateTrail",
            without(properties_of(resource), "IsLogging", "EventSelectors", "KMSKeyId", "Tags")
            | {"Name": resource["name"], "KmsKeyId": resource["inputs"]["kmsKeyId"]},
        ),
        (
            "cloudtrail",
            "PutEventSelectors",
            {"TrailName": resource["name"], "EventSelectors": properties_of(resource)["EventSelectors"]},
        ),
    ],
    "aws:cloudwatch/dashboard:Dashboard": alike("cloudwatch", "PutDashboard"),
    "aws:cloudwatch/eventRule:EventRule": event_rule,
    "aws:cloudwatch/eventTarget:EventTarget": event_target,
    "aws:cloudwatch/logGroup:LogGroup": lambda resource: [
        ("logs", "CreateLogGroup", {"logGroupName": resource["name"], "tags": resource["inputs"].get("tags", {})}),
        (
            "logs",
            "PutRetentionPolicy",
            {"logGroupName": resource["name"], "retentionInDays": resource["inputs"]["retentionInDays"]},
        ),
    ],
    "aws:cloudwatch/metricAlarm:MetricAlarm": metric_alarm,
    "aws:cloudwatch/queryDefinition:QueryDefinition": alike("logs", "PutQueryDefinition", lower=True),
    "aws:sns/topic:Topic": lambda resource: [
        (
            "sns",
            "CreateTopic",
            {"Name": resource["name"], "Attributes": {"KmsMasterKeyId": resource["inputs"]["kmsMasterKeyId"]}},
        )
    ],
    "aws:sns/topicPolicy:TopicPolicy": lambda resource: [
        (
            "sns",
            "SetTopicAttributes",
            {
                "TopicArn": resource["inputs"]["arn"],
                "AttributeName": "Policy",
                "AttributeValue": document(resource["inputs"]["policy"]),
            },
        )
    ],
    "aws:sns/topicSubscription:TopicSubscription": alike("sns", "Subscribe"),
}
