import type { Policies } from "@pulumi/policy";
import { allFiveCredentials } from "./tasks/twilio-credentials-complete";
import { completeAuditTrails } from "./monitoring/twilio-audit-trail-sound";
import { broadSecretGrants } from "./secret/no-broad-secret-access";
import { encryptedCdn } from "./endpoint/twilio-cdn-encrypted";
import { encryptedListeners } from "./endpoint/twilio-listeners-encrypted";
import { privateAccessLogs } from "./endpoint/twilio-access-logs-private";
import { encryptedAlarms } from "./monitoring/twilio-alarms-encrypted";
import { drainingTargets } from "./service/twilio-calls-drain";
import { noSpotCapacity } from "./service/twilio-calls-not-on-spot";
import { rollingBackDeployments } from "./service/twilio-deployments-roll-back";
import { secretEndpointPolicy } from "./secret/twilio-secret-endpoint-policy";
import { secretReaders } from "./secret/twilio-secret-readers";
import { privateTasks } from "./service/twilio-tasks-private";
import { noExecuteCommand } from "./service/twilio-tasks-without-ecs-exec";
import { loggedTasks } from "./tasks/twilio-tasks-logged";
import { unprivilegedTasks } from "./tasks/twilio-tasks-unprivileged";
import { twilioSecretKey } from "./secret/twilio-secret-customer-managed-key";
import { twilioSecretNotPublic } from "./secret/twilio-secret-not-public";
import { twilioSecretRecoveryWindow } from "./secret/twilio-secret-recovery-window";

/** The rules over the whole plan: which resources run, reach or read which others. */
export const planRules: Policies = [
  allFiveCredentials,
  broadSecretGrants,
  secretReaders,
  twilioSecretKey,
  twilioSecretNotPublic,
  twilioSecretRecoveryWindow,
  secretEndpointPolicy,
  encryptedListeners,
  encryptedCdn,
  unprivilegedTasks,
  privateTasks,
  noExecuteCommand,
  loggedTasks,
  drainingTargets,
  rollingBackDeployments,
  noSpotCapacity,
  privateAccessLogs,
  encryptedAlarms,
  completeAuditTrails,
];
