import assert from "node:assert/strict";
import { UNKNOWN_ON_WIRE, type WireObject, type WireValue } from "../../../../offline/engine/wire";
import { resource } from "../../../support/policy/policyPack";
import { RulePack } from "../rulePack";
import {
  LISTENER_ARN,
  LOAD_BALANCER_ARN,
  planWith,
  TARGET_GROUP_ARN,
  urnOf,
  type Changes,
} from "../validPlan";

const RULE = "twilio-listeners-encrypted";
const FORWARD = { type: "forward", targetGroupArn: TARGET_GROUP_ARN };
const redirect = (protocol: string) => ({ type: "redirect", redirect: { protocol, port: "443" } });

// Tests the plan. Does not prove which TLS versions AWS accepts from a client.
describe(RULE, () => {
  const pack = RulePack.ofSuite();

  const faults = (changes: Changes) => pack.faultsOf(RULE, changes);

  async function faultsOf(listener: Readonly<Record<string, WireValue | undefined>>) {
    return faults({ change: { listener } });
  }

  it("accepts the policies that refuse TLS 1.1", async () => {
    for (const policy of [
      "TLS13-1-2-2021-06",
      "TLS13-1-3-PQ-2025-09",
      "TLS-1-2-Ext-2018-06",
      "FS-1-2-Res-2020-10",
    ]) {
      assert.deepEqual(await faultsOf({ sslPolicy: `ELBSecurityPolicy-${policy}` }), []);
    }
    assert.deepEqual(await faultsOf({ sslPolicy: UNKNOWN_ON_WIRE }), []);
    assert.deepEqual(await faultsOf({ protocol: "TLS" }), []);
    assert.deepEqual(await faultsOf({ protocol: UNKNOWN_ON_WIRE, sslPolicy: undefined }), []);
  });

  it("refuses the policies that accept older versions, and an absent policy", async () => {
    const fault = "listener: sslPolicy is not known to refuse versions older than TLS 1.2";
    for (const policy of [
      "2016-08",
      "TLS-1-1-2017-01",
      "FS-2018-06",
      "FS-1-1-2019-08",
      "TLS13-1-0-2021-06",
      "TLS13-1-1-2021-06",
    ]) {
      assert.deepEqual(await faultsOf({ sslPolicy: `ELBSecurityPolicy-${policy}` }), [fault]);
    }
    assert.deepEqual(await faultsOf({ sslPolicy: "no such policy" }), [fault]);
    assert.deepEqual(await faultsOf({ sslPolicy: undefined }), [
      "listener: sslPolicy is absent, and AWS then uses one that accepts TLS 1.0",
    ]);
  });

  it("takes the oldest version from the policy config", async () => {
    await pack.configured(RULE, { minimumTlsVersion: "1.3" }, async () => {
      assert.deepEqual(await faultsOf({}), [
        "listener: sslPolicy is not known to refuse versions older than TLS 1.3",
      ]);
    });
  });

  it("refuses a plain HTTP listener, under both of Pulumi's type names", async () => {
    const plain = { protocol: "HTTP", port: 80, sslPolicy: undefined };
    const fault = "protocol is not HTTPS, and defaultActions do more than refuse or redirect";
    assert.deepEqual(await faultsOf(plain), [`listener: ${fault}`]);
    assert.deepEqual(await faultsOf({ ...plain, protocol: "TCP" }), [`listener: ${fault}`]);
    for (const type of [
      "aws:alb/listener:Listener",
      "aws:elasticloadbalancingv2/listener:Listener",
    ]) {
      const second = {
        loadBalancerArn: LOAD_BALANCER_ARN,
        protocol: "HTTP",
        defaultActions: [FORWARD],
      };
      assert.deepEqual(await faults({ add: [resource(type, second)] }), [`thing: ${fault}`]);
    }
  });

  it("accepts a plain HTTP listener that only redirects to HTTPS", async () => {
    const plain = (...defaultActions: WireObject[]) => ({
      add: [
        resource("aws:lb/listener:Listener", {
          arn: `${LISTENER_ARN}0`,
          loadBalancerArn: LOAD_BALANCER_ARN,
          protocol: "HTTP",
          defaultActions,
        }),
      ],
    });
    assert.deepEqual(await faults(plain(redirect("HTTPS"))), []);
    assert.equal((await faults(plain(redirect("#{protocol}")))).length, 1);
    assert.equal((await faults(plain(redirect("HTTPS"), FORWARD))).length, 1);
    const rule = resource("aws:lb/listenerRule:ListenerRule", {
      listenerArn: `${LISTENER_ARN}0`,
      actions: [FORWARD],
    });
    assert.equal((await faults({ add: [...plain(redirect("HTTPS")).add, rule] })).length, 1);
  });

  it("ignores the listeners of other services", async () => {
    const arn = LOAD_BALANCER_ARN.replace("phone", "admin");
    const other = resource("aws:lb/listener:Listener", {
      loadBalancerArn: arn,
      protocol: "HTTP",
      defaultActions: [{ type: "forward", targetGroupArn: `${TARGET_GROUP_ARN}0` }],
    });
    assert.deepEqual(await faults({ add: [other] }), []);
    assert.deepEqual(await pack.verdicts([other]), []);
    const internal = planWith({
      change: { service: { loadBalancers: [] } },
      without: ["listener"],
    });
    assert.deepEqual(await pack.verdicts([...internal, other]), []);
  });

  it("checks all listeners if the plan does not show which service they belong to", async () => {
    const listener = {
      protocol: "HTTP",
      defaultActions: [{ type: "forward", targetGroupArn: "elsewhere" }],
    };
    assert.equal(
      (await faults({ change: { listener }, without: ["service", "targets"] })).length,
      1,
    );
  });

  it("follows dependencies while a first preview knows no ARNs", async () => {
    const unknown = {
      taskDefinition: UNKNOWN_ON_WIRE,
      loadBalancers: [{ targetGroupArn: UNKNOWN_ON_WIRE }],
    };
    const listener = {
      protocol: "HTTP",
      loadBalancerArn: UNKNOWN_ON_WIRE,
      defaultActions: [{ type: "forward", targetGroupArn: UNKNOWN_ON_WIRE }],
    };
    const other = {
      ...resource("aws:lb/listener:Listener", listener, { name: "other" }),
      propertyDependencies: { defaultActions: ["urn:other"] },
    };
    const plan = planWith({ change: { service: unknown, listener } }).map((each) => {
      if (each.name === "service") {
        const propertyDependencies = {
          taskDefinition: [urnOf("task")],
          loadBalancers: [urnOf("targets")],
        };
        return { ...each, propertyDependencies };
      }
      if (each.name !== "listener") return each;
      const propertyDependencies = {
        defaultActions: [urnOf("targets")],
        loadBalancerArn: [urnOf("balancer")],
      };
      return { ...each, propertyDependencies };
    });
    const found = await pack.verdicts([...plan, other]);
    assert.deepEqual(
      found.map(({ policy, at }) => [policy, at]),
      [[RULE, "listener"]],
    );
  });
});
