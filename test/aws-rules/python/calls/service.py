"""The API calls of the service: cluster, task definition, service and scaling."""

import json

from calls.shapes import Call, Properties, alike, camel, document, properties_of
from naming import pick


def service(resource: Properties) -> list[Call]:
    properties = properties_of(resource)
    tags = [{"key": tag["Key"], "value": tag["Value"]} for tag in properties.pop("Tags", [])]
    return [("ecs", "CreateService", {"serviceName": "phone", "tags": tags} | camel(properties))]


def task_definition(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    keys = ("family", "cpu", "memory", "executionRoleArn", "taskRoleArn", "networkMode")
    rest = ("requiresCompatibilities", "runtimePlatform", "volumes")
    params = {key: inputs[key] for key in keys + rest if key in inputs}
    containers = json.loads(inputs["containerDefinitions"])
    return [("ecs", "RegisterTaskDefinition", params | {"containerDefinitions": containers})]


def key(resource: Properties) -> list[Call]:
    inputs = resource["inputs"]
    params = pick(inputs, "description")
    if "policy" in inputs:
        params["Policy"] = document(inputs["policy"])
    tags = [{"TagKey": name, "TagValue": value} for name, value in inputs.get("tags", {}).items()]
    return [("kms", "CreateKey", params | {"Tags": tags}), ("kms", "EnableKeyRotation", {"KeyId": "key"})]


CALLS = {
    "aws:appautoscaling/policy:Policy": alike("application-autoscaling", "PutScalingPolicy"),
    "aws:appautoscaling/target:Target": alike("application-autoscaling", "RegisterScalableTarget"),
    "aws:ecs/cluster:Cluster": lambda resource: [
        ("ecs", "CreateCluster", {"clusterName": resource["name"], "settings": resource["inputs"]["settings"]})
    ],
    "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": lambda resource: [
        (
            "ecs",
            "PutClusterCapacityProviders",
            {
                "cluster": resource["inputs"]["clusterName"],
                "capacityProviders": resource["inputs"]["capacityProviders"],
                "defaultCapacityProviderStrategy": [],
            },
        )
    ],
    "aws:ecs/service:Service": service,
    "aws:ecs/taskDefinition:TaskDefinition": task_definition,
}
