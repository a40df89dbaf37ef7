import type { Policies } from "@pulumi/policy";
import { allFiveCredentials } from "./allFiveCredentials";
import { soundAuditTrails } from "./auditTrails";
import { broadSecretGrants } from "./broadSecretGrants";
import { encryptedCdn } from "./encryptedCdn";
import { encryptedListeners } from "./encryptedListeners";
import { encryptedAlarms, privateAccessLogs } from "./logsAndAlarms";
import { drainingTargets, noSpotCapacity, rollingBackDeployments } from "./safeDeployments";
import { secretEndpointPolicy } from "./secretEndpointPolicy";
import { secretReaders } from "./secretReaders";
import { loggedTasks, noExecuteCommand, privateTasks, unprivilegedTasks } from "./taskHardening";
import {
  twilioSecretKey,
  twilioSecretNotPublic,
  twilioSecretRecoveryWindow,
} from "./twilioSecretProtection";

/** The rules about how the parts of a plan belong together. */
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
  soundAuditTrails,
];
