import type { Policies } from "@pulumi/policy";
import { credentialInOutputs } from "./credentialInOutputs";
import { foreignCredentialInPlain } from "./foreignCredentialInPlain";
import { ownCredentialInPlain } from "./ownCredentialInPlain";
import { ownCredentialsKnown } from "./ownCredentialsKnown";
import { assetsReadToTheEnd, regularAssetFiles } from "./readableAssets";
import { readableContainerSettings } from "./readableContainerSettings";
import { readableEnvironmentFiles } from "./readableEnvironmentFiles";
import { twilioNameInPlain } from "./twilioNameInPlain";

/** The rules that look for credentials; the first sets up what the others compare with. */
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
