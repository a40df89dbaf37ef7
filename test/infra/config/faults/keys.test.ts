import { sampleCredentials } from "../../../../offline/config/credentials";
import { faultsOf, refuses, type FaultCase } from "../../../support/program/configFaults";
import { DOMAIN } from "../../../support/program/devStack";

/** One bad setting, or one bad pair, and the one fault that it makes. */
const CASES: readonly FaultCase[] = [
  ["no region", { "aws:region": undefined }, /^aws:region: expected an AWS region/],
  ["a zone for a region", { "aws:region": "eu-north-1a" }, /^aws:region: expected an AWS region/],
  ["an owner with a line end", { owner: "a\nb" }, /^owner: expected letters/],
  [
    "a misspelt key",
    { desiredcount: "2" },
    /^desiredcount: unknown key; the nearest known one is desiredCount\. Fix it: pulumi config rm desiredcount$/,
  ],
  [
    "a misspelt credential key",
    { twilioAuthTokens: "x" },
    /^twilioAuthTokens: unknown key; the nearest known one is twilioAuthToken\./,
  ],
  [
    "a misspelt namespace",
    { "pipecat-phone-servce:minTasks": "3" },
    /^pipecat-phone-servce:minTasks: unknown key; the nearest known namespace is pipecat-phone-service\. /,
  ],
  [
    "a misspelt provider",
    { "asw:profile": "x" },
    /^asw:profile: unknown key; the nearest known namespace is aws\. Fix it: pulumi config rm asw:profile$/,
  ],
];

// Shows which keys the program refuses. Does not show what the engine itself refuses before the program starts.
describe("loadConfig refuses in keys of any kind", () => {
  refuses(CASES);

  it("a credential in place of the region, and repeats it in no other fault", async () => {
    const credentials = sampleCredentials();
    const certificateArn = "arn:aws:acm:us-east-1:519384207613:certificate/x";
    const additionalSecrets = '{"A":{"secretArn":"other","key":"k"}}';
    for (const value of Object.values(credentials)) {
      await faultsOf(
        { ...DOMAIN, "aws:region": value, certificateArn, additionalSecrets },
        credentials,
      );
    }
  });
});
