import { type RightsByType, serviceLinkedRole } from "./right";

const CLUSTER = "ecs:{region}:{account}:cluster/{name}";
const SERVICE = "ecs:{region}:{account}:service/*/{name}";
const TASK_DEFINITION = "ecs:{region}:{account}:task-definition/{name}:*";
const REPOSITORY = "ecr:{region}:{account}:repository/{name}";

const TAGS = ["ecs:TagResource", "ecs:UntagResource", "ecs:ListTagsForResource"];

/** ECS, its scaling, and the repository of an image that the stack builds. */
export const CONTAINER_RIGHTS: RightsByType = {
  "aws:ecs/cluster:Cluster": {
    rights: [
      { actions: ["ecs:CreateCluster"], on: ["*"] },
      {
        actions: [
          "ecs:DeleteCluster",
          "ecs:DescribeClusters",
          "ecs:PutClusterCapacityProviders",
          "ecs:UpdateCluster",
          "ecs:UpdateClusterSettings",
          ...TAGS,
        ],
        on: [CLUSTER],
      },
      serviceLinkedRole("ecs.amazonaws.com"),
    ],
  },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
    named: "clusterName",
    rights: [
      { actions: ["ecs:DescribeClusters", "ecs:PutClusterCapacityProviders"], on: [CLUSTER] },
    ],
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    named: "family",
    rights: [
      { actions: ["ecs:DeregisterTaskDefinition", "ecs:DescribeTaskDefinition"], on: ["*"] },
      { actions: ["ecs:RegisterTaskDefinition", ...TAGS], on: [TASK_DEFINITION] },
    ],
  },
  "aws:ecs/service:Service": {
    rights: [
      {
        actions: [
          "ecs:CreateService",
          "ecs:DeleteService",
          "ecs:DescribeServices",
          "ecs:UpdateService",
          "ecs:ListServiceDeployments",
          ...TAGS,
        ],
        on: [SERVICE],
      },
      {
        actions: ["ecs:DescribeServiceDeployments", "ecs:StopServiceDeployment"],
        on: [SERVICE, "ecs:{region}:{account}:service-deployment/*/{name}/*"],
      },
      {
        actions: ["ecs:DescribeServiceRevisions"],
        on: [SERVICE, "ecs:{region}:{account}:service-revision/*/{name}/*"],
      },
      // `npm run up` needs these to explain why a service does not run.
      { actions: ["ecs:ListTasks", "servicequotas:GetServiceQuota"], on: ["*"] },
      { actions: ["ecs:DescribeTasks"], on: ["ecs:{region}:{account}:task/*"] },
    ],
  },
  "aws:appautoscaling/target:Target": {
    rights: [
      {
        actions: [
          "application-autoscaling:DeregisterScalableTarget",
          "application-autoscaling:ListTagsForResource",
          "application-autoscaling:RegisterScalableTarget",
          "application-autoscaling:TagResource",
          "application-autoscaling:UntagResource",
        ],
        on: ["application-autoscaling:{region}:{account}:scalable-target/*"],
      },
      { actions: ["application-autoscaling:DescribeScalableTargets"], on: ["*"] },
      serviceLinkedRole("ecs.application-autoscaling.amazonaws.com"),
    ],
  },
  "aws:appautoscaling/policy:Policy": {
    rights: [
      {
        actions: [
          "application-autoscaling:DeleteScalingPolicy",
          "application-autoscaling:PutScalingPolicy",
        ],
        on: ["application-autoscaling:{region}:{account}:scalable-target/*"],
      },
      { actions: ["application-autoscaling:DescribeScalingPolicies"], on: ["*"] },
      // Target tracking makes these alarms on the caller's behalf.
      {
        actions: [
          "cloudwatch:DeleteAlarms",
          "cloudwatch:DescribeAlarms",
          "cloudwatch:PutMetricAlarm",
        ],
        on: ["cloudwatch:{region}:{account}:alarm:TargetTracking-service/*"],
      },
    ],
  },
  // awsx makes the repository and its lifecycle policy; Docker on the deployer's machine pushes the image.
  "awsx:ecr:Repository": {
    rights: [
      { actions: ["ecr:GetAuthorizationToken"], on: ["*"] },
      {
        actions: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchDeleteImage",
          "ecr:BatchGetImage",
          "ecr:CompleteLayerUpload",
          "ecr:CreateRepository",
          "ecr:DeleteLifecyclePolicy",
          "ecr:DeleteRepository",
          "ecr:DescribeImages",
          "ecr:DescribeRepositories",
          "ecr:GetDownloadUrlForLayer",
          "ecr:GetLifecyclePolicy",
          "ecr:InitiateLayerUpload",
          "ecr:ListImages",
          "ecr:ListTagsForResource",
          "ecr:PutImage",
          "ecr:PutImageScanningConfiguration",
          "ecr:PutImageTagMutability",
          "ecr:PutLifecyclePolicy",
          "ecr:TagResource",
          "ecr:UntagResource",
          "ecr:UploadLayerPart",
        ],
        on: [REPOSITORY],
      },
    ],
  },
  "awsx:ecr:Image": { rights: [] },
};
