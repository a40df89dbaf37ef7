import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GuardedTaskDefinition, TwilioSecret } from "../../../components/index";

const config = new pulumi.Config();
const executionRole = aws.iam.Role.get("execution", "shop-execution");

const twilio = new TwilioSecret("twilio", {
  secretName: "shop/twilio",
  readers: [executionRole.arn, "arn:aws:iam::123456789012:role/deployer"],
  credentials: {
    TWILIO_ACCOUNT_SID: config.requireSecret("twilioAccountSid"),
    TWILIO_AUTH_TOKEN: config.requireSecret("twilioAuthToken"),
    TWILIO_PHONE_NUMBER: config.requireSecret("twilioPhoneNumber"),
    TWILIO_API_SID: config.requireSecret("twilioApiSid"),
    TWILIO_API_SECRET: config.requireSecret("twilioApiSecret"),
  },
});
const task = new GuardedTaskDefinition("shop", {
  family: "shop",
  cpu: "512",
  memory: "1024",
  executionRoleArn: executionRole.arn,
  containers: [{ name: "shop", image: "shop:1", secrets: twilio.references }],
});
new aws.ecs.Service("shop", { cluster: "shop", desiredCount: 2, taskDefinition: task.arn });
