import assert from "node:assert/strict";
import type { ResourceToAnalyze } from "../../../../offline/analyzer/messages";
import { UNKNOWN_ON_WIRE, type WireObject, type WireValue } from "../../../../offline/engine/wire";
import { resource } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";
import { LISTENER_ARN, TARGET_GROUP_ARN, type Changes } from "../validPlan";

const RULE = "twilio-listeners-encrypted";
const REFUSE = {
  type: "fixed-response",
  fixedResponse: { contentType: "text/plain", statusCode: "403" },
};
const FORWARD = { type: "forward", targetGroupArn: TARGET_GROUP_ARN };

// Tests the plan. Does not prove that AWS refuses requests from others than the CDN.
describe(`${RULE} with a CDN in front`, () => {
  const pack = RulePack.ofSuite();

  const faults = (changes: Changes) => pack.faultsOf(RULE, changes);

  const behindCdn = {
    protocol: "HTTP",
    port: 80,
    sslPolicy: undefined,
    defaultActions: [REFUSE],
  };

  function forwardIf(...conditions: WireObject[]): ResourceToAnalyze {
    return resource("aws:lb/listenerRule:ListenerRule", {
      listenerArn: LISTENER_ARN,
      actions: [FORWARD],
      conditions,
    });
  }

  function header(values: WireValue): WireObject {
    return { httpHeader: { httpHeaderName: "X-Origin-Verify", values } };
  }

  async function behind(rule: ResourceToAnalyze, ...more: ResourceToAnalyze[]): Promise<string[]> {
    return faults({ change: { listener: behindCdn }, add: [rule, ...more] });
  }

  it("accepts in development a listener rule that requires the origin header", async () => {
    await pack.inDevelopment(RULE, async () => {
      assert.deepEqual(await behind(forwardIf(header(["3f6a"]))), []);
      assert.deepEqual(await behind(forwardIf(header([UNKNOWN_ON_WIRE]))), []);
      assert.deepEqual(await behind(forwardIf(header(UNKNOWN_ON_WIRE))), []);
      const paths = { pathPattern: { values: ["/incoming-call"] } };
      assert.deepEqual(await behind(forwardIf(paths, header(["3f6a"]))), []);
    });
  });

  it("refuses it outside development", async () => {
    assert.deepEqual(await behind(forwardIf(header(["3f6a"]))), [
      "listener: protocol is not HTTPS: requests from the CDN to the load balancer are not encrypted, which is allowed only in a development stack",
    ]);
  });

  it("refuses a listener rule without the header, or one that accepts any value", async () => {
    const fault = [
      "listener: protocol is not HTTPS, and 1 of its rules forward without an origin header",
    ];
    await pack.inDevelopment(RULE, async () => {
      assert.deepEqual(await behind(forwardIf()), fault);
      assert.deepEqual(await behind(forwardIf({ pathPattern: { values: ["/*"] } })), fault);
      assert.deepEqual(await behind(forwardIf(header(["*"]))), fault);
      assert.deepEqual(await behind(forwardIf(header(["3f6a", "*"]))), fault);
      assert.deepEqual(await behind(forwardIf(header([]))), fault);
    });
  });

  it("refuses a security group that allows address ranges", async () => {
    const fault = ["listener: protocol is not HTTPS, and a security group allows address ranges"];
    const group = "sg-0123456789abcdef0";
    const rule = forwardIf(header(["3f6a"]));
    const ingress = (type: string, more: WireObject) =>
      resource(type, { securityGroupId: group, ...more }, { name: "ingress" });
    const single = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
    const old = "aws:ec2/securityGroupRule:SecurityGroupRule";
    await pack.inDevelopment(RULE, async () => {
      assert.deepEqual(await behind(rule, ingress(single, { cidrIpv4: "0.0.0.0/0" })), fault);
      assert.deepEqual(await behind(rule, ingress(single, { cidrIpv6: "::/0" })), fault);
      assert.deepEqual(await behind(rule, ingress(single, { prefixListId: "pl-1" })), []);
      const world = { type: "ingress", cidrBlocks: ["0.0.0.0/0"] };
      assert.deepEqual(await behind(rule, ingress(old, world)), fault);
      assert.deepEqual(await behind(rule, ingress(old, { ...world, type: "egress" })), []);
      const inline = { ingress: [{ cidrBlocks: ["0.0.0.0/0"], fromPort: 80 }] };
      const change = { listener: behindCdn, balancerGroup: inline };
      assert.deepEqual(await faults({ change, add: [rule] }), fault);
    });
  });
});
