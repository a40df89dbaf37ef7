import type { Policies } from "@pulumi/policy";
import { credentialInOutputs } from "./credentials/credential-in-outputs";
import { foreignCredentialInPlain } from "./credentials/foreign-twilio-credential-in-plain";
import { ownCredentialInPlain } from "./credentials/own-credential-in-plain";
import { ownCredentialsKnown } from "./credentials/own-credentials-known";
import { assetsReadToTheEnd, regularAssetFiles } from "./readable/readable-assets";
import { readableContainerSettings } from "./readable/readable-container-settings";
import { readableEnvironmentFiles } from "./readable/readable-environment-files";
import { twilioNameInPlain } from "./credentials/twilio-name-in-plain";

/** The rules that search for credentials. The first one reads which values the others search for, so it must stay first. */
export const credentialRules: Policies = [
  ownCredentialInPlain,
  foreignCredentialInPlain,
  twilioNameInPlain,
  readableContainerSettings,
  readableEnvironmentFiles,
  regularAssetFiles,
  assetsReadToTheEnd,
  credentialInOutputs,
  ownCredentialsKnown,
];
