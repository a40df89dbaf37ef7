"""CloudFormation's resources of the service: cluster, task definition, service and scaling."""

import json

from cloudformation.shapes import Properties, Translation, one
from naming import pascal, pick, tag_list


def service(inputs: Properties) -> list[tuple[str, Properties]]:
    network = inputs["networkConfiguration"]
    balancers = []
    for balancer in inputs["loadBalancers"]:
        translated = pick(balancer, "containerName", "containerPort", "targetGroupArn")
        if "advancedConfiguration" in balancer:
            translated["AdvancedConfiguration"] = pick(
                balancer["advancedConfiguration"], "alternateTargetGroupArn", "productionListenerRule", "roleArn"
            )
        balancers.append(translated)
    deployment = pascal(inputs["deploymentConfiguration"])
    if "BakeTimeInMinutes" in deployment:
        deployment["BakeTimeInMinutes"] = int(deployment["BakeTimeInMinutes"])
    deployment |= pick(
        inputs,
        "deploymentCircuitBreaker",
        "alarms",
        MaximumPercent="deploymentMaximumPercent",
        MinimumHealthyPercent="deploymentMinimumHealthyPercent",
    )
    properties = pick(
        inputs,
        "availabilityZoneRebalancing",
        "cluster",
        "desiredCount",
        "enableExecuteCommand",
        "healthCheckGracePeriodSeconds",
        "platformVersion",
        "propagateTags",
        "taskDefinition",
        EnableECSManagedTags="enableEcsManagedTags",
        CapacityProviderStrategy="capacityProviderStrategies",
    ) | {
        "DeploymentConfiguration": deployment,
        "LoadBalancers": balancers,
        "NetworkConfiguration": {
            "AwsvpcConfiguration": {
                "AssignPublicIp": "ENABLED" if network["assignPublicIp"] else "DISABLED",
                "SecurityGroups": network["securityGroups"],
                "Subnets": network["subnets"],
            }
        },
        "Tags": tag_list(inputs),
    }
    return [("AWS::ECS::Service", properties)]


def task_definition(inputs: Properties) -> list[tuple[str, Properties]]:
    containers = []
    for container in json.loads(inputs["containerDefinitions"]):
        options = container["logConfiguration"].pop("options")
        translated = pascal(container)
        translated["LogConfiguration"]["Options"] = options
        containers.append(translated)
    properties = pick(
        inputs,
        "cpu",
        "memory",
        "family",
        "executionRoleArn",
        "taskRoleArn",
        "networkMode",
        "requiresCompatibilities",
        "runtimePlatform",
        "volumes",
    )
    properties |= {"ContainerDefinitions": containers, "Tags": tag_list(inputs)}
    return [("AWS::ECS::TaskDefinition", properties)]


def scaling_policy(inputs: Properties) -> list[tuple[str, Properties]]:
    properties = pick(inputs, "policyType", "resourceId", "scalableDimension", "serviceNamespace") | {"PolicyName": "scaling"}
    properties["TargetTrackingScalingPolicyConfiguration"] = pascal(inputs["targetTrackingScalingPolicyConfiguration"])
    return [("AWS::ApplicationAutoScaling::ScalingPolicy", properties)]


TRANSLATIONS: dict[str, Translation] = {
    "aws:appautoscaling/policy:Policy": scaling_policy,
    "aws:appautoscaling/target:Target": one(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        "maxCapacity",
        "minCapacity",
        "resourceId",
        "scalableDimension",
        "serviceNamespace",
        tags=False,
    ),
    "aws:ecs/cluster:Cluster": one("AWS::ECS::Cluster", ClusterSettings="settings"),
    "aws:ecs/service:Service": service,
    "aws:ecs/taskDefinition:TaskDefinition": task_definition,
}
