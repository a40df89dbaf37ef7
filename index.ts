import * as pulumi from "@pulumi/pulumi";
import { currentAccount } from "./components/iam/account";
import { loadConfig } from "./infra/config/config";
import { Endpoint } from "./infra/endpoint/endpoint";
import { serviceImage } from "./infra/service/task/image";
import { AuditTrail } from "./infra/monitoring/auditTrail";
import { watchEndpoint, watchService } from "./infra/monitoring/monitoring";
import { Network } from "./infra/network/network";
import { originHeaderValue } from "./infra/endpoint/originHeader";
import { PhoneService } from "./infra/service/phoneService";
import { awsSafeName } from "./infra/awsSafeName";
import { TwilioSecret } from "./components/secret/twilioSecret";

const config = loadConfig();
const { tags, timeouts, deployment } = config;
const { http } = config.service.container;
// What carries calls and credentials: a destroy stops before it deletes anything.
const protect = config.endpoint.deletionProtection;
const account = currentAccount(config.region);
const family = awsSafeName(`${pulumi.getProject()}-${pulumi.getStack()}`);

// Who may read the secret is known further down, where the service's roles are made.
const [secretReaders, setSecretReaders] = pulumi.deferredOutput<string[]>();

// The credentials go in here; from here on there are only references to them.
const twilio = new TwilioSecret("twilio", {
  credentials: config.credentials,
  extraSecrets: config.extraSecrets,
  secretName: config.secretName,
  readers: secretReaders,
  owner: "the Pipecat phone service",
  ...(config.adoptSecret !== "" && { adopt: config.adoptSecret }),
  recoveryWindowDays: config.secretRecoveryWindowDays,
  protect,
  tags,
});
const secrets = { ...config.additionalSecrets, ...twilio.extraReferences, ...twilio.references };

const network = new Network("network", {
  account,
  settings: config.network,
  secretArns: [...new Set(Object.values(secrets).map(({ secretArn }) => secretArn))],
  bedrock: config.service.bedrockModels.length > 0,
  executeCommand: config.service.enableExecuteCommand,
  tags,
});

const endpoint = new Endpoint("endpoint", {
  account,
  network,
  settings: config.endpoint,
  deployment,
  http,
  timeouts,
  originHeaderValue: originHeaderValue(twilio.keyArn, config.credentials.TWILIO_ACCOUNT_SID),
  tags,
});

const watch = { account, settings: config.monitoring, endpoint, family, tags };
const alarms = watchEndpoint(watch);

const phone = new PhoneService("phone", {
  account,
  network,
  endpoint,
  image: serviceImage("image", config.image, !config.endpoint.deletionProtection, tags),
  secrets,
  taskRoleReads: config.taskRoleReadsSecret ? Object.values(twilio.references) : [],
  family,
  timeouts,
  protect,
  deploymentAlarmNames: alarms?.deploymentAlarmNames ?? [],
  settings: config.service,
  tags,
});

setSecretReaders(
  pulumi
    .all([phone.task.readerArns, account.deployer])
    .apply(([roles, deployer]) => [...roles, ...deployer, ...config.secretReaders]),
);

const { scaling } = config.service;
const watched = { phone, scaling, timeouts, secretArn: twilio.arn, secretReaders };
watchService(watch, watched, alarms);
if (config.monitoring.auditTrail) {
  new AuditTrail("audit", { account, forceDestroy: !protect, tags });
}

/** What the Twilio number's voice URL must be. */
export const webhookUrl = pulumi.interpolate`https://${endpoint.hostName}${http.webhookPath}`;
/** Where the service's TwiML must send the media stream. */
export const mediaStreamUrl = pulumi.interpolate`wss://${endpoint.hostName}${http.mediaStreamPath}`;
export const secretArn = twilio.arn;
export const secretVersionId = twilio.versionId;
export const secretKeyArn = twilio.keyArn;
export const { clusterName, serviceName, logGroupName } = phone;
export const taskDefinitionArn = phone.task.definitionArn;
export const { executionRoleArn, taskRoleArn } = phone.task;
export const { loadBalancerDnsName } = endpoint;
