import { currentAccount } from "./infra/account";
import { loadConfig } from "./infra/config";
import { Endpoint } from "./infra/endpoint";
import { serviceImage } from "./infra/image";
import { Network } from "./infra/network";
import { PhoneService } from "./infra/phoneService";
import { TwilioSecret } from "./infra/twilioSecret";

const config = loadConfig();
const { tags, timeouts } = config;
const account = currentAccount(config.region);

// The credentials go in here; from here on there are only references to them.
const twilio = new TwilioSecret("twilio", {
  credentials: config.credentials,
  secretName: config.secretName,
  recoveryWindowDays: config.secretRecoveryWindowDays,
  tags,
});

const network = new Network("network", { ...config.network, tags });

const endpoint = new Endpoint("endpoint", {
  network,
  domain: config.domain,
  sslPolicy: config.sslPolicy,
  timeouts,
  tags,
});

const phone = new PhoneService("phone", {
  account,
  network,
  endpoint,
  image: serviceImage("image", config.image, tags),
  secrets: { ...config.additionalSecrets, ...twilio.references },
  taskRoleReads: config.taskRoleReadsSecret ? Object.values(twilio.references) : [],
  timeouts,
  settings: config.service,
  tags,
});

/** What the Twilio number's voice URL must be. */
export const webhookUrl = `https://${endpoint.hostName}/incoming-call`;
/** Where the service's TwiML must send the media stream. */
export const mediaStreamUrl = `wss://${endpoint.hostName}/media-stream`;
export const secretArn = twilio.arn;
export const secretVersionId = twilio.versionId;
export const secretKeyArn = twilio.keyArn;
export const { clusterName, serviceName, logGroupName } = phone;
export const taskDefinitionArn = phone.task.definitionArn;
export const { executionRoleArn, taskRoleArn } = phone.task;
export const { loadBalancerDnsName } = endpoint;
