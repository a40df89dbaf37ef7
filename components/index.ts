export { type Account, currentAccount } from "./iam/account";
export { ecsTaskRole, pullImage, readSecrets, type RoleArgs, writeLogs } from "./iam/roles";
export { trustPolicy, trustPolicyWithoutCondition } from "./iam/serviceTrust";
export { SecretReference, type SecretReferenceArgs } from "./secret/secretReference";
export {
  type TwilioCredentialInputs,
  TwilioSecret,
  type TwilioSecretArgs,
} from "./secret/twilioSecret";
export { type ContainerArgs, guardedContainer } from "./task/container";
export { guardedSettings, type GuardedSettings, type Setting } from "./task/guardedSettings";
export {
  GuardedTaskDefinition,
  type GuardedTaskDefinitionArgs,
} from "./task/guardedTaskDefinition";
