import assert from "node:assert/strict";
import { sampleCredentials } from "../../../offline/config/credentials";
import { FAULT, faultsOf, load, type Overrides } from "../../support/program/configFaults";
import { DOMAIN } from "../../support/program/devStack";
import { ECR_IMAGE } from "../../support/program/wellKnown";
import { SERVICE } from "../../support/program/options";

// The config is given as the engine would give it; the engine's own checks of declared types come first on a real stack.

const ARN = "arn:aws:secretsmanager:eu-north-1:519384207613:secret:other/one-AbCdEf";

/** One bad setting, or one bad pair, and the one fault that it makes. */
const CASES: readonly (readonly [title: string, overrides: Overrides, fault: RegExp])[] = [
  ["no region", { "aws:region": undefined }, /^aws:region: expected an AWS region/],
  ["a zone for a region", { "aws:region": "eu-north-1a" }, /^aws:region: expected an AWS region/],
  [
    "both image and build context",
    { buildContext: "./app" },
    /^image and buildContext: expected one of them.*rm image, or /,
  ],
  [
    "neither image nor build context",
    { image: "" },
    /^image and buildContext: expected one of them.*set image URI$/,
  ],
  [
    "a folder without a Dockerfile",
    { image: "", buildContext: "./infra" },
    /^buildContext: expected a folder with a Dockerfile.*set buildContext FOLDER$/,
  ],
  ["a short image name", { image: "python:3.12" }, /^image: expected a full image URI/],
  [
    "a memory that its CPU lacks",
    { cpu: "2048", memory: "2048" },
    /^memory: expected 4096 to 16384 in steps of 1024 with cpu 2048/,
  ],
  [
    "ECS Exec where it cannot write",
    { enableExecuteCommand: "true" },
    /^readonlyRootFilesystem: expected false with enableExecuteCommand/,
  ],
  [
    "an id that AWS never issues",
    {
      vpcId: "vpc-0a",
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60718","subnet-0a1b2c3d4e5f60719"]',
      privateSubnetIds: '["subnet-0a1b2c3d4e5f6071a"]',
    },
    /^vpcId: expected a VPC id/,
  ],
  ["a CPU that Fargate lacks", { cpu: "3000" }, /^cpu: expected one of 256, 512,/],
  ["text for a number", { desiredCount: "two" }, /^desiredCount: expected a whole number/],
  ["a fraction for a number", { desiredCount: "2.5" }, /^desiredCount: expected a whole number/],
  ["nothing for a number", { desiredCount: undefined }, /^desiredCount: expected a whole number/],
  [
    "a wish outside the limits",
    { desiredCount: "5" },
    /^desiredCount: .*from minTasks to maxTasks/,
  ],
  ["a percentage above 100", { cpuTargetPercent: "101" }, /^cpuTargetPercent: .* from 1 to 100/],
  [
    "a window of one day",
    { secretRecoveryWindowDays: "1" },
    /^secretRecoveryWindowDays: .*one of 0, 7, 8/,
  ],
  ["a window of 31 days", { secretRecoveryWindowDays: "31" }, /^secretRecoveryWindowDays: /],
  ["days that CloudWatch lacks", { logRetentionDays: "15" }, /^logRetentionDays: /],
  ["yes for true", { assignPublicIp: "yes" }, /^assignPublicIp: expected one of true, false/],
  ["True for true", { taskRoleReadsSecret: "True" }, /^taskRoleReadsSecret: expected one of/],
  [
    "an old TLS policy",
    { sslPolicy: "ELBSecurityPolicy-2016-08" },
    /^sslPolicy: expected one of ELBSecurityPolicy-TLS13/,
  ],
  [
    "a URL for a host name",
    { ...DOMAIN, domainName: "https://phone.lab.internal" },
    /^domainName: expected a host name/,
  ],
  [
    "a certificate of IAM's",
    { ...DOMAIN, certificateArn: "arn:aws:iam::519384207613:server-certificate/x" },
    /^certificateArn: expected the ARN of an ACM/,
  ],
  [
    "a certificate of another region",
    { ...DOMAIN, certificateArn: "arn:aws:acm:us-east-1:519384207613:certificate/x" },
    /^certificateArn: expected a certificate in the stack's region/,
  ],
  [
    "a domain with neither zone nor certificate",
    { domainName: DOMAIN.domainName },
    /^hostedZoneId: expected it or certificateArn with domainName/,
  ],
  [
    "a zone without a domain",
    { hostedZoneId: DOMAIN.hostedZoneId },
    /^domainName: expected the host name/,
  ],
  [
    "a zone's name for its id",
    { ...DOMAIN, hostedZoneId: "example.com" },
    /^hostedZoneId: expected a Route 53/,
  ],
  [
    "a name that looks like an ARN's end",
    { secretName: "pipecat/twilio-dev001" },
    /^secretName: .*do not end in a hyphen and six/,
  ],
  ["no name for the secret", { secretName: "" }, /^secretName: expected a name/],
  [
    "an unknown way out",
    { egress: "None" },
    /^egress: expected one of nat, nat-per-zone, endpoints/,
  ],
  [
    "an image that endpoints do not reach",
    { egress: "endpoints" },
    /^egress: endpoints reach Amazon ECR only, and image is in another registry/,
  ],
  [
    "alarms on tasks that nothing counts",
    { alarms: "true", containerInsights: "disabled" },
    /^containerInsights: expected enabled or enhanced with alarms\. Fix it: pulumi config set containerInsights enabled$/,
  ],
  [
    "rebalancing where tasks don't protect their calls",
    { availabilityZoneRebalancing: "true", deployment: "rolling" },
    /^availabilityZoneRebalancing: expected false with rolling deployment, .*\. Fix it: pulumi config set availabilityZoneRebalancing false$/,
  ],
  [
    "a call longer than rolling can drain",
    { maxCallMinutes: "61" },
    /^maxCallMinutes: .* from 1 to 60/,
  ],
  ["a port that needs rights", { containerPort: "80" }, /^containerPort: .* from 1024 to 65535/],
  [
    "a path without its slash",
    { webhookPath: "call" },
    /^webhookPath: expected a path: .*set webhookPath \/incoming-call$/,
  ],
  ["a path with a query", { mediaStreamPath: "/ws?a=b" }, /^mediaStreamPath: expected a path: /],
  ["no path", { healthCheckPath: "" }, /^healthCheckPath: expected a path: /],
  [
    "one path for webhook and stream",
    { webhookPath: "/ws", mediaStreamPath: "/ws" },
    /^mediaStreamPath: expected another path than webhookPath/,
  ],
  [
    "a call longer than a day, with handover",
    { callHandover: "true", maxCallMinutes: "1441" },
    /^maxCallMinutes: .* from 1 to 1440/,
  ],
  [
    "a call longer than a day",
    { deployment: "blue-green", maxCallMinutes: "1441" },
    /^maxCallMinutes: .* from 1 to 1440/,
  ],
  [
    "an unknown deployment",
    { deployment: "canary" },
    /^deployment: expected one of blue-green, rolling/,
  ],
  ["a relative folder", { writablePaths: '["tmp"]' }, /^writablePaths: expected absolute paths/],
  ...['["/tmp","/.."]', '["/tmp/../etc"]', '["/tmp/."]', `["/${"a".repeat(256)}"]`].map(
    (writablePaths) =>
      [
        `no folder's own path: ${writablePaths.slice(0, 20)}`,
        { writablePaths },
        /^writablePaths: expected absolute paths of folders, without/,
      ] as const,
  ),
  ...['["/tmp","/tmp"]', '["/var/a-b","/var-a/b"]', '["/var/.cache","/var/_cache"]'].map(
    (writablePaths) =>
      [
        `two folders of one volume: ${writablePaths}`,
        { writablePaths },
        /^writablePaths: expected paths that give different volumes: .* Fix it: pulumi config rm --path 'writablePaths\[1\]'$/,
      ] as const,
  ),
  ["an owner with a line end", { owner: "a\nb" }, /^owner: expected letters/],
  [
    "everybody as a reader of the secret",
    { secretReaders: '["*"]' },
    /^secretReaders: expected ARNs/,
  ],
  [
    "one public subnet",
    {
      vpcId: "vpc-0a1b2c3d4e5f60718",
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60711"]',
      privateSubnetIds: '["subnet-0a1b2c3d4e5f60712"]',
    },
    /^publicSubnetIds: expected two subnets/,
  ],
  [
    "no private subnet",
    {
      vpcId: "vpc-0a1b2c3d4e5f60718",
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60711","subnet-0a1b2c3d4e5f60712"]',
    },
    /^privateSubnetIds: expected a subnet/,
  ],
  [
    "subnets of no VPC",
    {
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60711","subnet-0a1b2c3d4e5f60712"]',
      privateSubnetIds: '["subnet-0a1b2c3d4e5f60713"]',
    },
    /^vpcId: expected the VPC/,
  ],
  [
    "a health check of no kind",
    { healthCheckCommand: '["curl"]' },
    /^healthCheckCommand: expected CMD or CMD-SHELL/,
  ],
  ["a user with a blank", { containerUser: "pipecat user" }, /^containerUser: expected a user/],
  ["a list for an object", { environment: "[]" }, /^environment: expected names and values/],
  ["a text for an object", { environment: "A=b" }, /^environment: expected names and values/],
  ["an object for a list", { bedrockModels: "{}" }, /^bedrockModels: expected a list of texts/],
  [
    "a setting that the stack makes",
    { environment: '{"AWS_REGION":"us-east-1"}' },
    /^environment.AWS_REGION: the stack sets this itself/,
  ],
  ["a setting that is a list", { environment: '{"A":[]}' }, /^environment.A: expected a text/],
  [
    "a setting's name with a hyphen",
    { environment: '{"A-B":"c"}' },
    /^environment.NAME: expected letters/,
  ],
  [
    "a secret with no ARN",
    { additionalSecrets: '{"A":{"key":"k"}}' },
    /^additionalSecrets.A: expected {secretArn/,
  ],
  [
    "a secret's name for its ARN",
    { additionalSecrets: '{"A":{"secretArn":"other/one","key":"k"}}' },
    /^additionalSecrets.A: expected/,
  ],
  [
    "a secret of another region",
    {
      additionalSecrets: JSON.stringify({
        A: { secretArn: ARN.replace("eu-north-1", "us-east-1"), key: "k" },
      }),
    },
    /^additionalSecrets.A: expected {secretArn: full ARN in the stack's region/,
  ],
  [
    "a part of an ARN",
    { additionalSecrets: JSON.stringify({ A: { secretArn: ARN.slice(0, -7), key: "k" } }) },
    /^additionalSecrets.A: expected/,
  ],
  [
    "a misspelt part of a secret",
    { additionalSecrets: JSON.stringify({ A: { secretArn: ARN, key: "k", kmsKey: "x" } }) },
    /^additionalSecrets.A: expected/,
  ],
  [
    "a credential as a further secret",
    { additionalSecrets: JSON.stringify({ TWILIO_API_SID: { secretArn: ARN, key: "k" } }) },
    /^additionalSecrets.TWILIO_API_SID: is given/,
  ],
  [
    "a setting that is a further secret, too",
    {
      environment: '{"FOO":"x","constructor":"x"}',
      additionalSecrets: JSON.stringify({ FOO: { secretArn: ARN, key: "k" } }),
    },
    /^additionalSecrets.FOO: is also in environment\. .*rm --path 'environment.FOO', or .*rm --path 'additionalSecrets.FOO'$/,
  ],
  [
    "a further secret that the stack sets",
    { additionalSecrets: JSON.stringify({ HOST: { secretArn: ARN, key: "k" } }) },
    /^additionalSecrets.HOST: the stack sets this itself\. .*rm --path 'additionalSecrets.HOST'$/,
  ],
  [
    "an image in Amazon ECR of another region, which endpoints do not reach",
    { egress: "endpoints", image: ECR_IMAGE.replace("eu-north-1", "us-east-1") },
    /^egress: endpoints reach Amazon ECR of the stack's region only, and image is in another region/,
  ],
  ...[
    "*",
    "",
    "nova",
    "amazon.nova-*",
    "eu.amazon.nova-pro-v1:0",
    "us-gov.anthropic.claude-3-haiku-20240307-v1:0",
    "arn:aws:bedrock:*",
    "arn:aws:bedrock:eu-north-1::foundation-model/*",
    "arn:aws:bedrock:eu-north-1::foundation-model/eu.amazon.nova-pro-v1:0",
    "arn:aws:bedrock:eu-north-1:519384207613:inference-profile/*",
  ].map(
    (model) =>
      [
        `no one model: ${model || "nothing"}`,
        { bedrockModels: JSON.stringify([model]) },
        /^bedrockModels: expected ids of foundation models .* without wildcards; for an inference profile its ARN/,
      ] as const,
  ),
  ...["us-gov-west-1", "cn-north-1"].map(
    (region) =>
      [
        `no domain in ${region}`,
        { "aws:region": region },
        /^domainName: expected a host name: .* no CloudFront/,
      ] as const,
  ),
  ...["12345678901234567890", "1e21", "1.10", "1e3", "-0"].map(
    (number) =>
      [
        `a number that JSON changes: ${number}`,
        { environment: `{"B":1.5,"A": ${number} }` },
        /^environment.A: a number whose text would change: quote it\./,
      ] as const,
  ),
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

describe("loadConfig refuses", () => {
  for (const [title, overrides, fault] of CASES) {
    it(title, async () => {
      const faults = await faultsOf(overrides);
      assert.equal(faults.length, 1, faults.join("\n"));
      assert.match(faults[0] ?? "", fault);
      assert.match(faults[0] ?? "", FAULT);
    });
  }

  it("nothing where endpoints reach the image, or the VPC is the caller's own", async () => {
    await load({ egress: "endpoints", image: ECR_IMAGE });
    await load({ egress: "endpoints", image: "", buildContext: SERVICE });
    await load({
      egress: "endpoints",
      vpcId: "vpc-0a1b2c3d4e5f60718",
      publicSubnetIds: '["subnet-0a1b2c3d4e5f60718","subnet-0a1b2c3d4e5f60719"]',
      privateSubnetIds: '["subnet-0a1b2c3d4e5f6071a"]',
    });
  });

  it("no rebalancing where tasks protect their calls", async () => {
    const { service } = await load({
      availabilityZoneRebalancing: "true",
      deployment: "blue-green",
    });
    assert.equal(service.availabilityZoneRebalancing, true);
  });

  it("a credential in the region's place, and repeats it in no other fault", async () => {
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

  it("no model's id or ARN", async () => {
    const models = [
      "amazon.nova-micro-v1:0",
      "amazon.titan-embed-text-v2:0:8k",
      "deepseek.v3.2",
      "ai21.jamba-1-5-mini-v1:0",
      "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0",
      "arn:aws:bedrock:eu-north-1:519384207613:inference-profile/eu.amazon.nova-micro-v1:0",
    ];
    const { service } = await load({ bedrockModels: JSON.stringify(models) });
    assert.deepEqual(service.bedrockModels, models);
  });

  it("no number whose text stays the same", async () => {
    const { service } = await load({ environment: '{"A":0,"B":-8000,"C":0.8}' });
    assert.deepEqual(service.container.environment, { A: "0", B: "-8000", C: "0.8" });
  });

  it("a minimum above the maximum", async () => {
    const faults = await faultsOf({ minTasks: "5", maxTasks: "3" });
    assert.ok(faults.some((fault) => fault.startsWith("minTasks: expected no more than maxTasks")));
  });
});
