import * as awsx from "@pulumi/awsx/ecs";
import * as pulumi from "@pulumi/pulumi";
import { GuardedTaskDefinition, SecretReference } from "../../../components/index";

// A secret that exists already: each key of its JSON object is one environment variable.
const config = new pulumi.Config();
const [secretArn, versionId] = [config.require("secretArn"), config.require("secretVersionId")];
const keys = ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_PHONE_NUMBER"];
const secrets = Object.fromEntries(
  keys.map((key) => [key, new SecretReference({ secretArn, versionId, key })]),
);
const task = new GuardedTaskDefinition("shop", {
  family: "shop",
  cpu: "512",
  memory: "1024",
  executionRoleArn: config.require("executionRoleArn"),
  containers: [{ name: "shop", image: "shop:1", environment: { LOG_LEVEL: "info" }, secrets }],
});
new awsx.FargateService("shop", {
  networkConfiguration: { subnets: config.requireObject("subnets") },
  taskDefinition: task.arn,
});
