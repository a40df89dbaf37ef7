import assert from "node:assert/strict";
import { isRecord } from "../../../offline/engine/wire";
import { DOMAIN } from "../../support/program/devStack";
import {
  countOf,
  inputsOf,
  type ProgramRun,
  registrationOf,
  runProgram,
} from "../../support/program/program";
import { computedOf } from "../../support/program/references";
import { ingressRules } from "../../support/program/ingressRules";
import { arnOf, FORBIDDEN, outputOf, TAGS, ownArnOf } from "../../support/program/wellKnown";

// Shows the inputs. Does not show that the load balancer carries a media stream: nothing runs against AWS.

const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const RECORD = "aws:route53/record:Record";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

describe("Endpoint with a domain", () => {
  let run: ProgramRun;

  before(async () => {
    run = await runProgram({ overrides: DOMAIN });
  });

  it("has one listener for HTTPS on 443, with a new certificate, that answers 403 unless a rule matches", () => {
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

  it("forwards only requests for the domain", () => {
    assert.equal(countOf(run, RULE), 1);
    assert.deepEqual(inputsOf(run, RULE, "endpoint-calls"), {
      listenerArn: computedOf(run, LISTENER, "endpoint-listener", "arn"),
      // It differs from the priority of CloudFront's rule, so that both rules can exist for a moment when a stack gets a domain.
      priority: 1,
      conditions: [{ hostHeader: { values: ["phone.lab.internal"] } }],
      actions: [{ type: "forward", targetGroupArn: blue(run) }],
      tags: TAGS,
    });
    assert.deepEqual(registrationOf(run, RULE).ignoreChanges, []);
  });

  it("takes the listener's TLS policy from the config", async () => {
    const sslPolicy = "ELBSecurityPolicy-TLS13-1-3-2021-06";
    const other = await runProgram({ overrides: { ...DOMAIN, sslPolicy } });
    assert.equal(inputsOf(other, LISTENER)["sslPolicy"], sslPolicy);
  });

  it("admits everybody on 443 and the load balancer on 7860, and nothing else", () => {
    assert.deepEqual(ingressRules(run), [
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
      domainName: "phone.lab.internal",
      validationMethod: "DNS",
      tags: TAGS,
    });
    const proof = inputsOf(run, RECORD, "endpoint-certificate-proof");
    assert.deepEqual(
      { zoneId: proof["zoneId"], type: proof["type"], ttl: proof["ttl"] },
      { zoneId: DOMAIN.hostedZoneId, type: "CNAME", ttl: 300 },
    );
    // Another certificate of the same name may have made the proof record. The alias belongs to the stack alone.
    assert.equal(proof["allowOverwrite"], true);
    assert.equal(inputsOf(run, RECORD, "endpoint-alias")["allowOverwrite"], undefined);
    const waits = registrationOf(run, LISTENER).dependencies.map((urn) => urn.split("::").at(-1));
    assert.ok(waits.includes("endpoint-certificate-valid"));
  });

  it("gives the domain an alias to the load balancer", () => {
    const { aliases, ...rest } = inputsOf(run, RECORD, "endpoint-alias");
    assert.deepEqual(rest, { zoneId: DOMAIN.hostedZoneId, name: "phone.lab.internal", type: "A" });
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

  it("uses the caller's own certificate, and makes no record without a zone", async () => {
    const certificateArn = `${ownArnOf("acm")}:certificate/11111111-2222-4333-8444-555555555555`;
    const other = await runProgram({
      overrides: { domainName: DOMAIN.domainName, certificateArn },
    });
    assert.equal(inputsOf(other, LISTENER)["certificateArn"], certificateArn);
    assert.equal(countOf(other, CERTIFICATE) + countOf(other, RECORD), 0);
  });

  it("uses the caller's own certificate, and makes only the alias if there is a zone", async () => {
    const certificateArn = `${ownArnOf("acm")}:certificate/11111111-2222-4333-8444-555555555555`;
    const other = await runProgram({ overrides: { ...DOMAIN, certificateArn } });
    assert.equal(countOf(other, CERTIFICATE), 0);
    assert.equal(registrationOf(other, RECORD).name, "endpoint-alias");
  });
});

function blue(run: ProgramRun): string {
  return computedOf(run, "aws:lb/targetGroup:TargetGroup", "endpoint-blue", "arn");
}
