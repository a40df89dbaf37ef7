import assert from "node:assert/strict";
import type { ResourceToAnalyze } from "../../../../offline/analyzer/messages";
import { UNKNOWN_ON_WIRE, type WireObject } from "../../../../offline/engine/wire";
import { resource } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";
import { urnOf } from "../validPlan";

// Does not prove that AWS refuses the access that these settings should block.
describe("twilio-cdn-encrypted requires HTTPS at the CDN", () => {
  const pack = RulePack.ofSuite();

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
    return pack.faults({ change: { balancer: { dnsName } }, add: [distribution(properties)] });
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

  it("only in front of the service, which a dependency shows in a first preview", async () => {
    const plain = { defaultCacheBehavior: { viewerProtocolPolicy: "allow-all" } };
    assert.deepEqual(await brokenBy({ ...plain, origins: [{ domainName: "example.com" }] }), []);
    await pack.assertUnjudged(distribution(plain));
    const unknown = distribution({ ...plain, origins: [{ domainName: UNKNOWN_ON_WIRE }] });
    const add = [{ ...unknown, propertyDependencies: { origins: [urnOf("balancer")] } }];
    assert.equal((await pack.faults({ add })).length, 1);
    assert.equal((await pack.faults({ add: [unknown] })).length, 0);
  });
});
