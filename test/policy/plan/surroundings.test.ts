import assert from "node:assert/strict";
import type { ResourceToAnalyze } from "../../../offline/analyzer/messages";
import { UNKNOWN_ON_WIRE, type WireObject, type WireValue } from "../../../offline/engine/wire";
import { resource } from "../../support/policy/policyPack";
import { RulePack } from "./rulePack";
import { allow, faultsIn, planWith, policy, SECRET_ARN, urnOf, type Changes } from "./validPlan";

// Does not prove that AWS refuses the access that these settings should block.
describe("the rules about the resources around the service", () => {
  const pack = RulePack.ofSuite();

  async function broken(changes: Changes): Promise<string[]> {
    const found = await pack.verdicts(planWith(changes));
    return faultsIn(found).map((fault, index) => `${found[index]?.policy ?? ""} ${fault}`);
  }

  /** The resources alone, in a stack without a Twilio service. */
  async function elsewhere(...resources: ResourceToAnalyze[]): Promise<void> {
    assert.deepEqual(await pack.verdicts(resources), []);
  }

  describe("require HTTPS at the CDN", () => {
    const dnsName = "phone-123.eu-north-1.elb.amazonaws.com";
    const rule = "twilio-cdn-encrypted thing:";

    function distribution(properties: WireObject): ResourceToAnalyze {
      return resource("aws:cloudfront/distribution:Distribution", {
        origins: [{ domainName: dnsName }],
        defaultCacheBehavior: { viewerProtocolPolicy: "https-only" },
        viewerCertificate: { cloudfrontDefaultCertificate: true },
        ...properties,
      });
    }

    async function brokenBy(properties: WireObject): Promise<string[]> {
      return broken({ change: { balancer: { dnsName } }, add: [distribution(properties)] });
    }

    it("in every behavior", async () => {
      assert.deepEqual(await brokenBy({}), []);
      const plain = { viewerProtocolPolicy: "allow-all" };
      assert.deepEqual(await brokenBy({ defaultCacheBehavior: plain }), [
        `${rule} defaultCacheBehavior.viewerProtocolPolicy allows plain HTTP`,
      ]);
      const ordered = [{ viewerProtocolPolicy: "redirect-to-https" }, plain, {}];
      assert.deepEqual(await brokenBy({ orderedCacheBehaviors: ordered }), [
        `${rule} orderedCacheBehaviors[1].viewerProtocolPolicy allows plain HTTP`,
        `${rule} orderedCacheBehaviors[2].viewerProtocolPolicy allows plain HTTP`,
      ]);
    });

    it("with TLS 1.2, if the distribution has its own certificate", async () => {
      const own = (minimumProtocolVersion: string) =>
        brokenBy({ viewerCertificate: { acmCertificateArn: "arn", minimumProtocolVersion } });
      assert.equal((await own("TLSv1")).length, 1);
      assert.equal((await own("TLSv1.1_2016")).length, 1);
      assert.deepEqual(await own("TLSv1.2_2021"), []);
      assert.deepEqual(await own(UNKNOWN_ON_WIRE), []);
    });

    it("only in front of the service, which a dependency shows before the first up", async () => {
      const plain = { defaultCacheBehavior: { viewerProtocolPolicy: "allow-all" } };
      assert.deepEqual(await brokenBy({ ...plain, origins: [{ domainName: "example.com" }] }), []);
      await elsewhere(distribution(plain));
      const unknown = distribution({ ...plain, origins: [{ domainName: UNKNOWN_ON_WIRE }] });
      const add = [{ ...unknown, propertyDependencies: { origins: [urnOf("balancer")] } }];
      assert.equal((await broken({ add })).length, 1);
      assert.equal((await broken({ add: [unknown] })).length, 0);
    });
  });

  describe("require an endpoint policy for Secrets Manager", () => {
    const rule = "twilio-secret-endpoint-policy thing:";
    const READ = "secretsmanager:GetSecretValue";

    function endpoint(document: WireValue, serviceName = "secretsmanager"): ResourceToAnalyze {
      return resource("aws:ec2/vpcEndpoint:VpcEndpoint", {
        serviceName: `com.amazonaws.eu-north-1.${serviceName}`,
        policy: document,
      });
    }

    it("that allows only this stack's secrets", async () => {
      const others = `${rule} policy.Statement[0] admits other secrets than this stack's`;
      const on = async (secret: WireValue) =>
        broken({ add: [endpoint(policy(allow(READ, secret, { Principal: "*" })))] });
      assert.deepEqual(await on(SECRET_ARN), []);
      assert.deepEqual(await on("*"), [others]);
      assert.deepEqual(await on(SECRET_ARN.replace(/twilio.*/, "*")), [others]);
      assert.deepEqual(await on([SECRET_ARN, SECRET_ARN.replace("twilio", "other")]), [others]);
      assert.deepEqual(await broken({ add: [endpoint(policy(allow("*", "*")))] }), [others]);
    });

    it("and refuse an absent one", async () => {
      const absent = `${rule} policy is absent, and AWS then admits every secret`;
      assert.deepEqual(await broken({ add: [endpoint(null)] }), [absent]);
      assert.deepEqual(await broken({ add: [endpoint(UNKNOWN_ON_WIRE)] }), []);
      assert.deepEqual(await broken({ add: [endpoint(null, "logs")] }), []);
      await elsewhere(endpoint(null));
    });

    it("that may also allow a secret which a container uses", async () => {
      const daily = SECRET_ARN.replace("twilio-credentials", "daily");
      const containerDefinitions = JSON.stringify([
        { name: "web", secrets: [{ name: "DAILY_API_KEY", valueFrom: `${daily}:KEY::` }] },
      ]);
      const add = [
        endpoint(policy(allow(READ, [SECRET_ARN, daily]))),
        resource("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions }),
      ];
      assert.deepEqual(await broken({ add }), []);
    });
  });

  describe("require private access logs", () => {
    const fault = [
      "twilio-access-logs-private logs: The bucket stores access logs and does not block public access",
    ];
    const bucket = resource("aws:s3/bucket:Bucket", { bucket: "logs-1" }, { name: "logs" });
    const change = { balancer: { accessLogs: { bucket: "logs-1", enabled: true } } };
    const all = {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    };
    const block = (properties: WireObject) =>
      resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
        bucket: "logs-1",
        ...all,
        ...properties,
      });

    it("with all four settings", async () => {
      assert.deepEqual(await broken({ change, add: [bucket] }), fault);
      assert.deepEqual(await broken({ change, add: [bucket, block({})] }), []);
      for (const key of Object.keys(all)) {
        assert.deepEqual(await broken({ change, add: [bucket, block({ [key]: false })] }), fault);
      }
      assert.deepEqual(await broken({ change, add: [bucket, block({ bucket: "other" })] }), fault);
    });

    it("only for the service's load balancer", async () => {
      assert.deepEqual(await broken({ add: [bucket] }), []);
      await elsewhere(bucket);
    });
  });

  describe("require an audit trail", () => {
    const rule = "twilio-audit-trail-sound trail:";
    const sound = {
      s3BucketName: "records-1",
      kmsKeyId: UNKNOWN_ON_WIRE,
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
    };
    const trail = (properties: WireObject, name = "trail") =>
      resource("aws:cloudtrail/trail:Trail", { ...sound, ...properties }, { name });

    it("that is encrypted and validated, and records every read in all regions", async () => {
      const selectors = (eventSelectors: WireValue) => ({ eventSelectors });
      const blind = `${rule} eventSelectors leaves out management events or reads`;
      for (const [properties, faults] of [
        [{}, []],
        [selectors([{ readWriteType: "All", includeManagementEvents: true }]), []],
        [selectors([{ readWriteType: "ReadOnly" }]), []],
        [selectors([{ readWriteType: "WriteOnly" }]), [blind]],
        [selectors([{ readWriteType: "All", includeManagementEvents: false }]), [blind]],
        [selectors(UNKNOWN_ON_WIRE), []],
        [{ isMultiRegionTrail: false }, [`${rule} isMultiRegionTrail is not on`]],
        [{ isMultiRegionTrail: UNKNOWN_ON_WIRE }, []],
        [{ enableLogging: false }, [`${rule} enableLogging is off`]],
        [{ enableLogFileValidation: false }, [`${rule} enableLogFileValidation is not on`]],
        [{ kmsKeyId: "" }, [`${rule} kmsKeyId is absent`]],
      ] as const) {
        assert.deepEqual(await broken({ add: [trail(properties)] }), faults);
      }
    });

    it("of which one must record every read, in a stack that uses Twilio", async () => {
      const writes = trail({ eventSelectors: [{ readWriteType: "WriteOnly" }] });
      assert.equal((await broken({ add: [writes] })).length, 1);
      assert.deepEqual(await broken({ add: [writes, trail({}, "all")] }), []);
      await elsewhere(writes);
    });

    it("whose bucket is private", async () => {
      const bucket = resource("aws:s3/bucket:Bucket", { bucket: "records-1" }, { name: "records" });
      const block = resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
        bucket: "records-1",
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      assert.deepEqual(await broken({ add: [trail({}), bucket] }), [
        "twilio-access-logs-private records: The bucket stores an audit trail and does not block public access",
      ]);
      assert.deepEqual(await broken({ add: [trail({}), bucket, block] }), []);
      await elsewhere(trail({}), bucket);
    });
  });

  describe("require encrypted alarms", () => {
    const arn = "arn:aws:sns:eu-north-1:123456789012:alarms";
    const topic = (properties: WireObject) =>
      resource("aws:sns/topic:Topic", { arn, ...properties }, { name: "alarms" });
    const alarm = resource("aws:cloudwatch/metricAlarm:MetricAlarm", { alarmActions: [arn] });
    const target = resource("aws:cloudwatch/eventTarget:EventTarget", { arn });
    const fault = ["twilio-alarms-encrypted alarms: kmsMasterKeyId is absent"];

    it("for alarms and for events", async () => {
      assert.deepEqual(await broken({ add: [topic({}), alarm] }), fault);
      assert.deepEqual(await broken({ add: [topic({ kmsMasterKeyId: "" }), target] }), fault);
      for (const kmsMasterKeyId of ["alias/alarms", UNKNOWN_ON_WIRE]) {
        assert.deepEqual(await broken({ add: [topic({ kmsMasterKeyId }), alarm, target] }), []);
      }
    });

    it("but not for other topics, nor in other stacks", async () => {
      assert.deepEqual(await broken({ add: [topic({})] }), []);
      await elsewhere(topic({}), alarm);
    });
  });
});
