import assert from "node:assert/strict";
import { isRecord } from "../../scripts/simulation/wire";
import { countOf, inputsOf, type ProgramRun, runProgram } from "../support/program";
import { waysIn } from "../support/waysIn";
import { FORBIDDEN } from "../support/wellKnown";

// Not run against AWS: that CloudFront carries a media stream is not shown here.

const LISTENER = "aws:lb/listener:Listener";
const RULE = "aws:lb/listenerRule:ListenerRule";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

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

function originHeader(run: ProgramRun): string {
  const { origins } = inputsOf(run, DISTRIBUTION);
  assert.ok(Array.isArray(origins) && origins.length === 1 && isRecord(origins[0]));
  const { customHeaders } = origins[0];
  assert.ok(Array.isArray(customHeaders) && isRecord(customHeaders[0]));
  const { name, value } = customHeaders[0];
  assert.equal(name, "X-Origin-Verify");
  return String(value);
}
