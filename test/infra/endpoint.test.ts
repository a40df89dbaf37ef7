import assert from "node:assert/strict";
import { isRecord } from "../../scripts/simulation/wire";
import { DOMAIN } from "../support/devStack";
import { countOf, inputsOf, type ProgramRun, registrationOf, runProgram } from "../support/program";
import { arnOf, outputOf, TAGS } from "../support/wellKnown";

// Not run against AWS: that CloudFront and the load balancer carry a media stream is not shown here.

const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const RECORD = "aws:route53/record:Record";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

const FORBIDDEN = [
  {
    type: "fixed-response",
    fixedResponse: { statusCode: "403", contentType: "text/plain", messageBody: "Forbidden" },
  },
];

describe("Endpoint with a domain", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram({ overrides: DOMAIN });
  });

  it("has one listener: HTTPS on 443, with a new certificate, 403 unless a rule says otherwise", () => {
    assert.equal(countOf(run, LISTENER), 1);
    const { certificateArn, loadBalancerArn, ...rest } = inputsOf(run, LISTENER);
    assert.deepEqual(rest, {
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      defaultActions: FORBIDDEN,
      tags: TAGS,
    });
    assert.match(String(certificateArn), /^arn:aws:acm:eu-north-1:123456789012:certificate\//);
    assert.ok(
      String(loadBalancerArn).startsWith(`${arnOf("elasticloadbalancing")}:loadbalancer/app/`),
    );
  });

  it("passes on what is meant for the domain, and nothing else", () => {
    assert.equal(countOf(run, RULE), 1);
    const { conditions, actions } = inputsOf(run, RULE);
    assert.deepEqual(conditions, [{ hostHeader: { values: ["phone.example.com"] } }]);
    assert.deepEqual(actions, [{ type: "forward", targetGroupArn: targetGroupOf(actions) }]);
  });

  it("lets the world in on 443, the load balancer in on 7860, and nothing else in", () => {
    assert.deepEqual(waysIn(run), [
      {
        to: "endpoint-alb-sg",
        cidrIpv4: "0.0.0.0/0",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
      },
      {
        to: "phone-sg",
        referenced: "endpoint-alb-sg",
        ipProtocol: "tcp",
        fromPort: 7860,
        toPort: 7860,
      },
    ]);
    for (const { type, inputs } of run.registrations) {
      if (type !== "aws:ec2/securityGroup:SecurityGroup") continue;
      assert.deepEqual([inputs["ingress"], inputs["egress"]], [undefined, undefined]);
    }
  });

  it("proves the certificate by DNS in the zone, and waits for it", () => {
    assert.deepEqual(inputsOf(run, CERTIFICATE), {
      domainName: "phone.example.com",
      validationMethod: "DNS",
      tags: TAGS,
    });
    const proof = inputsOf(run, RECORD, "endpoint-certificate-proof");
    assert.deepEqual(
      { zoneId: proof["zoneId"], type: proof["type"], ttl: proof["ttl"] },
      { zoneId: DOMAIN.hostedZoneId, type: "CNAME", ttl: 300 },
    );
    const waits = registrationOf(run, LISTENER).dependencies.map((urn) => urn.split("::").at(-1));
    assert.ok(waits.includes("endpoint-certificate-valid"));
  });

  it("gives the domain an alias to the load balancer", () => {
    const { aliases, ...rest } = inputsOf(run, RECORD, "endpoint-alias");
    assert.deepEqual(rest, { zoneId: DOMAIN.hostedZoneId, name: "phone.example.com", type: "A" });
    assert.ok(Array.isArray(aliases) && aliases.length === 1 && isRecord(aliases[0]));
    const { zoneId, ...alias } = aliases[0];
    assert.deepEqual(alias, {
      name: outputOf(run, "loadBalancerDnsName"),
      evaluateTargetHealth: true,
    });
    assert.match(String(zoneId), /^Z[A-Z0-9]+$/);
  });

  it("has no CloudFront in front", () => {
    assert.equal(countOf(run, DISTRIBUTION), 0);
  });

  it("takes the caller's own certificate, and makes no record without a zone", async () => {
    const certificateArn = `${arnOf("acm")}:certificate/11111111-2222-4333-8444-555555555555`;
    const other = await runProgram({
      overrides: { domainName: DOMAIN.domainName, certificateArn },
    });
    assert.equal(inputsOf(other, LISTENER)["certificateArn"], certificateArn);
    assert.equal(countOf(other, CERTIFICATE) + countOf(other, RECORD), 0);
  });

  it("takes the caller's own certificate, and makes the alias alone with a zone", async () => {
    const certificateArn = `${arnOf("acm")}:certificate/11111111-2222-4333-8444-555555555555`;
    const other = await runProgram({ overrides: { ...DOMAIN, certificateArn } });
    assert.equal(countOf(other, CERTIFICATE), 0);
    assert.equal(registrationOf(other, RECORD).name, "endpoint-alias");
  });
});

describe("Endpoint without a domain", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram();
  });

  it("lets CloudFront's own addresses in, and nobody else", () => {
    assert.deepEqual(waysIn(run), [
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

  it("answers 403 to all but its own distribution's callers on TLS 1.2 or 1.3", () => {
    const { port, protocol, defaultActions } = inputsOf(run, LISTENER);
    assert.deepEqual([port, protocol, defaultActions], [80, "HTTP", FORBIDDEN]);
    assert.equal(countOf(run, RULE), 1);
    const { conditions } = inputsOf(run, RULE);
    assert.deepEqual(conditions, [
      { httpHeader: { httpHeaderName: "X-Origin-Verify", values: [originHeader(run)] } },
      { httpHeader: { httpHeaderName: "CloudFront-Viewer-TLS", values: ["TLSv1.2*", "TLSv1.3*"] } },
    ]);
  });

  it("shows the load balancer 64 hexadecimal digits that are the same at every run of one stack", async () => {
    const again = await runProgram({ credentials: run.credentials });
    assert.match(originHeader(run), /^[0-9a-f]{64}$/);
    assert.equal(originHeader(again), originHeader(run));
    assert.notEqual(originHeader(await runProgram()), originHeader(run));
  });

  it("takes HTTPS alone from callers, and caches nothing", () => {
    const { defaultCacheBehavior, viewerCertificate } = inputsOf(run, DISTRIBUTION);
    assert.deepEqual(defaultCacheBehavior, {
      targetOriginId: "load-balancer",
      viewerProtocolPolicy: "https-only",
      allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      originRequestPolicyId: "33f36d7e-f396-46d9-90e0-52428a34d9dc",
    });
    assert.deepEqual(viewerCertificate, { cloudfrontDefaultCertificate: true });
  });
});

describe("the load balancer", () => {
  it("is exactly this", async () => {
    const { subnets, securityGroups, ...rest } = inputsOf(
      await runProgram({ overrides: { deletionProtection: "true", maxCallMinutes: "30" } }),
      "aws:lb/loadBalancer:LoadBalancer",
    );
    assert.deepEqual(rest, {
      loadBalancerType: "application",
      internal: false,
      desyncMitigationMode: "defensive",
      dropInvalidHeaderFields: true,
      enableDeletionProtection: true,
      idleTimeout: 1800,
      clientKeepAlive: 3600,
      tags: TAGS,
    });
    assert.ok(Array.isArray(subnets) && subnets.length === 2);
    assert.ok(Array.isArray(securityGroups) && securityGroups.length === 1);
  });

  it("logs requests to a private bucket, and is filtered by AWS WAF, on demand", async () => {
    const overrides = { accessLogs: "true", waf: "true" };
    const run = await runProgram({ overrides });
    const { accessLogs } = inputsOf(run, "aws:lb/loadBalancer:LoadBalancer");
    const { bucket, ...open } = inputsOf(
      run,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    );
    assert.deepEqual(accessLogs, { enabled: true, bucket });
    assert.deepEqual(open, {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.equal(countOf(run, "aws:wafv2/webAclAssociation:WebAclAssociation"), 1);
    const plain = await runProgram();
    assert.equal(
      countOf(plain, "aws:wafv2/webAcl:WebAcl") + countOf(plain, "aws:s3/bucket:Bucket"),
      0,
    );
  });

  for (const [deployment, colors] of [
    ["rolling", ["blue"]],
    ["blue-green", ["blue", "green"]],
  ] as const) {
    it(`has these target groups: ${colors.join(" and ")}, ${deployment}`, async () => {
      const run = await runProgram({ overrides: { deployment } });
      assert.equal(countOf(run, "aws:lb/targetGroup:TargetGroup"), colors.length);
      for (const color of colors) {
        const { vpcId, ...rest } = inputsOf(
          run,
          "aws:lb/targetGroup:TargetGroup",
          `endpoint-${color}`,
        );
        assert.match(String(vpcId), /^vpc-/);
        assert.deepEqual(rest, {
          targetType: "ip",
          protocol: "HTTP",
          port: 7860,
          loadBalancingAlgorithmType: "least_outstanding_requests",
          deregistrationDelay: 300,
          healthCheck: {
            path: "/health",
            matcher: "200",
            healthyThreshold: 2,
            unhealthyThreshold: 5,
            interval: 30,
            timeout: 10,
          },
          tags: TAGS,
        });
      }
    });
  }
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

function targetGroupOf(actions: unknown): unknown {
  assert.ok(Array.isArray(actions) && isRecord(actions[0]));
  const { targetGroupArn } = actions[0];
  assert.match(String(targetGroupArn), /:targetgroup\/endpoint-blue-/);
  return targetGroupArn;
}

/** Every ingress rule, in order of the group that it opens, with groups by their names instead of their ids. */
function waysIn(run: ProgramRun): Record<string, unknown>[] {
  return run.registrations
    .filter(({ type }) => type === INGRESS)
    .map(({ name, inputs, dependencies }) => {
      const { securityGroupId, referencedSecurityGroupId, description, tags, ...rest } = inputs;
      assert.ok(typeof securityGroupId === "string" && typeof description === "string", name);
      assert.deepEqual(tags, TAGS);
      const groups = dependencies.map((urn) => urn.split("::").at(-1) ?? "");
      const to = name.startsWith("phone") ? "phone-sg" : "endpoint-alb-sg";
      assert.ok(groups.includes(to), name);
      const referenced = groups.find((group) => group !== to);
      assert.equal(referenced !== undefined, referencedSecurityGroupId !== undefined);
      return { to, ...rest, ...(referenced === undefined ? {} : { referenced }) };
    })
    .sort((a, b) => (a.to < b.to ? -1 : 1));
}
