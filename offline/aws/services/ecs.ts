import type { ServiceModel } from "../context";

/** ECS and ECR. */
export const ecs: ServiceModel = {
  "aws:ecs/cluster:Cluster": {
    autoName: { property: "name", maxLength: 255 },
    compute: (c) => {
      const arn = c.arn("ecs", `cluster/${c.text("name")}`);
      return { id: arn, outputs: { arn } };
    },
  },
  "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders": {
    compute: (c) => ({ id: c.text("clusterName"), outputs: {} }),
  },
  "aws:ecs/taskDefinition:TaskDefinition": {
    compute: (c) => {
      const family = c.text("family");
      const arnWithoutRevision = c.arn("ecs", `task-definition/${family}`);
      const arn = `${arnWithoutRevision}:1`;
      return { id: family, outputs: { arn, arnWithoutRevision, revision: 1 } };
    },
  },
  "aws:ecs/service:Service": {
    autoName: { property: "name", maxLength: 255 },
    compute: (c) => {
      const cluster = c.text("cluster", "default").split("/").pop() ?? "default";
      const arn = c.arn("ecs", `service/${cluster}/${c.text("name")}`);
      return { id: arn, outputs: { arn } };
    },
  },
  "aws:ecs/accountSettingDefault:AccountSettingDefault": {
    compute: (c) => {
      const principalArn = c.globalArn("iam", "root");
      return { id: c.text("name"), outputs: { principalArn } };
    },
  },
  "aws:ecr/repository:Repository": {
    autoName: { property: "name", maxLength: 255 },
    compute: (c) => {
      const name = c.text("name");
      const { accountId, region } = c.account;
      const repositoryUrl = `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`;
      const arn = c.arn("ecr", `repository/${name}`);
      return { id: name, outputs: { arn, registryId: accountId, repositoryUrl } };
    },
  },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": {
    compute: (c) => ({
      id: c.text("repository"),
      outputs: { registryId: c.account.accountId },
    }),
  },
};
