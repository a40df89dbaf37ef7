import assert from "node:assert/strict";
import fc from "fast-check";
import { estimate, METERS } from "../../../offline/cost/estimate";
import { FREE_TYPES } from "../../../offline/cost/freeTypes";
import { dollars } from "../../../offline/cost/line";
import { HOURS_A_MONTH, PRICES } from "../../../offline/cost/prices";
import { monthly } from "../../../offline/cost/usage";
import type { PlannedResource } from "../../../offline/engine/goal";
import { MODEL } from "../../../offline/aws/model";
import { resource } from "./resources";

const USAGE = monthly({ callsPerDay: 100, minutesPerCall: 3 });
const NO_CALLS = monthly({ callsPerDay: 0, minutesPerCall: 0 });

const DEFINITION = resource(
  "aws:ecs/taskDefinition:TaskDefinition",
  "definition",
  { cpu: "2048", memory: "4096" },
  { arn: "arn:definition:1" },
);

function service(inputs: Readonly<Record<string, unknown>> = {}): PlannedResource {
  return resource("aws:ecs/service:Service", "service", {
    taskDefinition: "arn:definition:1",
    desiredCount: 2,
    ...inputs,
  });
}

/** The price of a plan without any call. */
function fixedPrice(...plan: readonly PlannedResource[]): number {
  return estimate(plan, NO_CALLS).fixed;
}

function close(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);
}

// Shows the arithmetic, and that every type has a price or is known to be free. No test shows that AWS asks these prices today:
// docs/cost.md gives the source and the date of each price.
describe("estimate", () => {
  it("prices tasks by size, number and architecture", () => {
    const { fargateVcpu, fargateMemory, fargateArmVcpu, fargateArmMemory, publicIpv4 } = PRICES;
    const hours = 2 * HOURS_A_MONTH;
    const x86 = hours * (2 * fargateVcpu.usd + 4 * fargateMemory.usd);
    close(fixedPrice(DEFINITION, service()), x86);
    close(fixedPrice(DEFINITION, service({ desiredCount: 4 })), 2 * x86);
    const assigned = service({ networkConfiguration: { assignPublicIp: true } });
    close(fixedPrice(DEFINITION, assigned), x86 + hours * publicIpv4.usd);
    const arm = {
      ...DEFINITION,
      inputs: { ...DEFINITION.inputs, runtimePlatform: { cpuArchitecture: "ARM64" } },
    };
    close(fixedPrice(arm, service()), hours * (2 * fargateArmVcpu.usd + 4 * fargateArmMemory.usd));
  });

  it("prices each NAT gateway and its address, and all data through the gateways once", () => {
    const nat = (name: string) => resource("aws:ec2/natGateway:NatGateway", name);
    const address = (name: string) => resource("aws:ec2/eip:Eip", name);
    const each = HOURS_A_MONTH * (PRICES.natGateway.usd + PRICES.publicIpv4.usd);
    close(fixedPrice(nat("a"), address("a")), each);
    close(fixedPrice(nat("a"), address("a"), nat("b"), address("b")), 2 * each);
    close(estimate([nat("a"), nat("b")], USAGE).usage, estimate([nat("a")], USAGE).usage);
  });

  it("prices interface endpoints by zone, and gateway endpoints not at all", () => {
    const endpoint = (vpcEndpointType: string, ...subnetIds: string[]) =>
      resource("aws:ec2/vpcEndpoint:VpcEndpoint", "e", { vpcEndpointType, subnetIds });
    close(
      fixedPrice(endpoint("Interface", "a", "b")),
      2 * HOURS_A_MONTH * PRICES.interfaceEndpoint.usd,
    );
    assert.equal(fixedPrice(endpoint("Gateway")), 0);
  });

  it("prices outgoing data at CloudFront if there is a distribution, otherwise at the load balancer", () => {
    const balancer = resource("aws:lb/loadBalancer:LoadBalancer", "alb", { subnets: ["a", "b"] });
    const cdn = resource("aws:cloudfront/distribution:Distribution", "cdn");
    const out = (...plan: PlannedResource[]) =>
      estimate(plan, USAGE)
        .lines.filter(({ item }) => item === "data out to Twilio")
        .map(({ resource: name }) => name);
    assert.deepEqual(out(balancer), ["alb"]);
    assert.deepEqual(out(balancer, cdn), ["cdn"]);
    close(
      fixedPrice(balancer),
      HOURS_A_MONTH * (PRICES.loadBalancer.usd + 2 * PRICES.publicIpv4.usd),
    );
  });

  it("prices Container Insights by its setting", () => {
    const cluster = (value: string) =>
      resource("aws:ecs/cluster:Cluster", "c", {
        settings: [{ name: "containerInsights", value }],
      });
    assert.equal(fixedPrice(cluster("disabled")), 0);
    close(fixedPrice(cluster("enabled")), 38 * PRICES.metric.usd);
    close(
      fixedPrice(cluster("enhanced"), DEFINITION, service()) - fixedPrice(DEFINITION, service()),
      (38 + 2 * 40) * PRICES.enhancedMetric.usd,
    );
  });

  it("prices an alarm by the metrics that it looks at", () => {
    const alarm = (inputs: Readonly<Record<string, unknown>>) =>
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "a", inputs);
    close(fixedPrice(alarm({ metricName: "m" })), PRICES.alarmMetric.usd);
    const metricQueries = [{ metric: {} }, { metric: {} }, { expression: "a - b" }];
    close(fixedPrice(alarm({ metricQueries })), 2 * PRICES.alarmMetric.usd);
  });

  it("prices the data of a flow log with the flow log, not with its log group", () => {
    const group = resource("aws:cloudwatch/logGroup:LogGroup", "g", { name: "flows" });
    const flows = resource("aws:ec2/flowLog:FlowLog", "f", {
      logDestination: "arn:log-group:flows",
    });
    const named = estimate([group, flows], USAGE).lines.map(({ resource: name }) => name);
    assert.deepEqual(named, ["f"]);
  });

  it("names each resource that has no price, and skips components", () => {
    const { unpriced, fixed } = estimate(
      [
        resource("pulumi:pulumi:Stack", "stack"),
        resource("pipecat:index:Network", "network"),
        resource("aws:rds/instance:Instance", "database"),
        resource("aws:iam/role:Role", "role"),
      ],
      USAGE,
    );
    assert.deepEqual(unpriced, ["aws:rds/instance:Instance database"]);
    assert.equal(fixed, 0);
  });

  it("lists no type as both priced and free, and no type that the offline model does not know", () => {
    const priced = Object.keys(METERS);
    assert.deepEqual(
      priced.filter((type) => FREE_TYPES.has(type)),
      [],
    );
    assert.deepEqual(
      [...priced, ...FREE_TYPES].filter((type) => !Object.hasOwn(MODEL, type)),
      [],
    );
  });

  it("refuses a service whose task definition is not in the plan", () => {
    assert.throws(() => estimate([service()], USAGE), /no such task definition/);
  });

  it("has lines that add up, usage that never falls with more calls, and a fixed part that stays the same", () => {
    const plan = [
      DEFINITION,
      service(),
      resource("aws:ec2/natGateway:NatGateway", "nat"),
      resource("aws:lb/loadBalancer:LoadBalancer", "alb", { subnets: ["a", "b"] }),
      resource("aws:cloudwatch/logGroup:LogGroup", "logs", { name: "l", retentionInDays: 90 }),
      resource("aws:wafv2/webAcl:WebAcl", "waf", { rules: [{}, {}] }),
    ];
    const amount = fc.double({ min: 0, max: 1e5, noNaN: true });
    fc.assert(
      fc.property(amount, amount, amount, (callsPerDay, minutesPerCall, more) => {
        const less = estimate(plan, monthly({ callsPerDay, minutesPerCall }));
        const busier = estimate(plan, monthly({ callsPerDay: callsPerDay + more, minutesPerCall }));
        const sum = less.lines.reduce((all, line) => all + dollars(line), 0);
        assert.ok(Math.abs(sum - less.fixed - less.usage) < 1e-6 * Math.max(1, sum));
        assert.ok(busier.usage >= less.usage - 1e-9);
        assert.equal(busier.fixed, less.fixed);
      }),
    );
  });
});
