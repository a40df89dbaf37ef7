import assert from "node:assert/strict";
import { isRecord } from "../../../offline/engine/wire";
import { countOf, inputsOf, type ProgramRun, runProgram } from "../../support/program/program";
import { computedOf } from "../../support/program/references";
import { ingressRules } from "../../support/program/ingressRules";
import { FORBIDDEN, outputOf, TAGS } from "../../support/program/wellKnown";

// Shows the inputs. Does not show that CloudFront carries a media stream: nothing runs against AWS.

const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

describe("Endpoint without a domain", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram();
  });

  it("admits only CloudFront's own addresses", () => {
    assert.deepEqual(ingressRules(run), [
      {
        to: "endpoint-alb-sg",
        prefixListId: "pl-0123456789abcdef0",
        ipProtocol: "tcp",
        fromPort: 80,
        toPort: 80,
      },
      {
        to: "phone-sg",
        referenced: "endpoint-alb-sg",
        ipProtocol: "tcp",
        fromPort: 7860,
        toPort: 7860,
      },
    ]);
  });

  it("answers 403 unless a request comes through its own distribution and by TLS 1.2 or 1.3", () => {
    assert.equal(countOf(run, LISTENER), 1);
    assert.deepEqual(inputsOf(run, LISTENER), {
      loadBalancerArn: computedOf(run, "aws:lb/loadBalancer:LoadBalancer", "endpoint-alb", "arn"),
      port: 80,
      protocol: "HTTP",
      defaultActions: FORBIDDEN,
      tags: TAGS,
    });
    assert.equal(countOf(run, RULE), 1);
    assert.deepEqual(inputsOf(run, RULE, "endpoint-origin-calls"), {
      listenerArn: computedOf(run, LISTENER, "endpoint-listener", "arn"),
      priority: 2,
      conditions: [
        { httpHeader: { httpHeaderName: "X-Origin-Verify", values: [originHeader(run)] } },
        {
          httpHeader: { httpHeaderName: "CloudFront-Viewer-TLS", values: ["TLSv1.2*", "TLSv1.3*"] },
        },
      ],
      actions: [
        {
          type: "forward",
          targetGroupArn: computedOf(run, "aws:lb/targetGroup:TargetGroup", "endpoint-blue", "arn"),
        },
      ],
      tags: TAGS,
    });
  });

  it("sends the load balancer 64 hexadecimal digits that are the same in every run of one stack", async () => {
    const again = await runProgram({ credentials: run.credentials });
    assert.match(originHeader(run), /^[0-9a-f]{64}$/);
    assert.equal(originHeader(again), originHeader(run));
    assert.notEqual(originHeader(await runProgram()), originHeader(run));
  });

  it("is a distribution that accepts only HTTPS, caches nothing and forwards everything", () => {
    const { origins, ...rest } = inputsOf(run, DISTRIBUTION);
    assert.deepEqual(rest, {
      enabled: true,
      comment: "Public endpoint of the Pipecat phone service",
      httpVersion: "http2",
      isIpv6Enabled: true,
      priceClass: "PriceClass_100",
      defaultCacheBehavior: {
        targetOriginId: "load-balancer",
        viewerProtocolPolicy: "https-only",
        allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        originRequestPolicyId: "33f36d7e-f396-46d9-90e0-52428a34d9dc",
      },
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
      waitForDeployment: false,
      tags: TAGS,
    });
    assert.deepEqual(origins, [
      {
        originId: "load-balancer",
        domainName: outputOf(run, "loadBalancerDnsName"),
        customHeaders: [{ name: "X-Origin-Verify", value: originHeader(run) }],
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "http-only",
          originSslProtocols: ["TLSv1.2"],
          originReadTimeout: 60,
          originKeepaliveTimeout: 60,
        },
      },
    ]);
  });

  it("looks up the prefix list of CloudFront's addresses by name, and needs no certificate and no DNS record", () => {
    const token = "aws:ec2/getManagedPrefixList:getManagedPrefixList";
    assert.deepEqual(run.recorded.questions.get(token), {
      name: "com.amazonaws.global.cloudfront.origin-facing",
    });
    for (const type of ["aws:acm/certificate:Certificate", "aws:route53/record:Record"]) {
      assert.equal(countOf(run, type), 0, type);
    }
  });
});

function originHeader(run: ProgramRun): string {
  const { origins } = inputsOf(run, DISTRIBUTION);
  assert.ok(Array.isArray(origins) && origins.length === 1 && isRecord(origins[0]));
  const { customHeaders } = origins[0];
  assert.ok(Array.isArray(customHeaders) && isRecord(customHeaders[0]));
  const { name, value } = customHeaders[0];
  assert.equal(name, "X-Origin-Verify");
  return String(value);
}
