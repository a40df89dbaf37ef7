import type { Policies } from "@pulumi/policy";
import { readableContainerSettings } from "./readableContainerSettings";

/** The rules that look for credentials. */
export const credentialRules: Policies = [readableContainerSettings];
