import type { ResourceValidationPolicy } from "@pulumi/policy";
import { twilioNameVerdict } from "../../credentials/names";
import type { LocatedFinding } from "../../report/message";
import { run, type ShownResource } from "../../run/run";
import { credentialNamed } from "../../search/judgement";
import { placeOf } from "../../search/places";
import type { Leaf } from "../../tree/leaves";
import { UNKNOWN } from "../../tree/tree";
import { extraSecretsIn } from "./extraSecretNames";
import { findInTexts } from "./findInTexts";
import { plaintextLeaves } from "./plaintextLeaves";
import { reportFindings } from "./reportFindings";

const FIX =
  "Remove the setting, even if it holds a placeholder, and name the credential in the container's `secrets`.";

/** Finds plaintext settings with the name of a Twilio credential, whatever their value. */
export const twilioNameInPlain: ResourceValidationPolicy = {
  name: "twilio-name-in-plain",
  description:
    "No plaintext setting has the name of a Twilio credential, even if its value is empty.",
  enforcementLevel: "mandatory",
  severity: "high",
  url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "ECS.8",
    specification: "Secrets should not be passed as container environment variables",
  },
  remediationSteps:
    "Remove the plaintext setting, and name the credential in the container's `secrets` instead. A setting may say where the credential is kept: its value must then be an ARN or the path of a secret.",
  async validateResource(args, reportViolation) {
    await reportFindings(args, await twilioNamesIn(args), FIX, reportViolation);
  },
};

/** Finds the settings of a resource, and the assignments inside its texts, that have the name of a Twilio credential. */
export async function twilioNamesIn(resource: ShownResource): Promise<LocatedFinding[]> {
  const texts = await plaintextLeaves(resource);
  const settings = texts.flatMap((leaf): LocatedFinding[] => {
    const title = titleOf(leaf);
    return title === undefined
      ? []
      : [{ leaf, finding: { evidence: "assignment", title, encodings: [] } }];
  });
  const singles = texts.filter(({ kind }) => kind === "setting" || kind === "key");
  const assigned = findInTexts(
    singles,
    run.guardedValues.inspector,
    ({ evidence }) => evidence === "assignment",
  );
  return [...settings, ...assigned, ...extraSecretsIn(texts)];
}

/**
 * The credential whose name a setting has. A setting whose value is not known yet counts only if a program gets it under one of
 * the five names.
 */
function titleOf(leaf: Leaf): string | undefined {
  const { text, name, kind } = leaf;
  if (kind !== "setting" || name === "") return undefined;
  if (text !== UNKNOWN) return credentialNamed(leaf, text);
  const verdict = twilioNameVerdict(name);
  return placeOf(leaf).isSetting && verdict?.takesReferencesOnly === true
    ? verdict.credential
    : undefined;
}
