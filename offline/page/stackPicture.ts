import type { PlannedResource } from "../engine/goal";
import type { Box, StackPicture } from "./boxes";
import { networkPicture } from "./networkPicture";
import { counted, PlanReader, nonEmpty } from "./planReader";

/** Returns the content of the diagram for a plan. Parts that the plan does not have are left out. */
export function stackPicture(resources: readonly PlannedResource[]): StackPicture {
  const plan = new PlanReader(resources);
  return {
    outside: outside(plan),
    way: entry(plan),
    ...networkPicture(plan),
    services: [
      ...secrets(plan),
      ...keys(plan),
      ...logs(plan),
      ...images(resources),
      ...watching(plan),
    ],
  };
}

function outside(plan: PlanReader): Box[] {
  const distribution = plan.first("cloudfront/distribution:Distribution");
  const record = plan.all("route53/record:Record").find((each) => each.list("aliases").length > 0);
  const firewall = plan.first("wafv2/webAcl:WebAcl");
  const box = (kind: string, title: string, ...facts: string[]): Box => ({ kind, title, facts });
  return [
    box("Internet", "Twilio", "takes the calls", "webhook over HTTPS", "audio over WebSocket"),
    ...(distribution === undefined
      ? []
      : [box("CloudFront", distribution.text("domainName"), "HTTPS only, port 443")]),
    ...(record === undefined
      ? []
      : [box("Route 53", record.text("name"), "alias of the load balancer")]),
    ...(firewall === undefined
      ? []
      : [box("WAF", firewall.name, counted(firewall.list("rules").length, "rule"))]),
  ];
}

function entry(plan: PlanReader): string {
  const listener = plan.first("lb/listener:Listener");
  return listener === undefined ? "" : `${listener.text("protocol")} ${listener.text("port")}`;
}

function secrets(plan: PlanReader): Box[] {
  return plan.all("secretsmanager/secret:Secret").map((secret) => {
    const days = secret.text("recoveryWindowInDays");
    const isKeyed = secret.text("kmsKeyId") !== "";
    return {
      kind: "Secrets Manager",
      title: secret.text("name"),
      facts: nonEmpty(
        isKeyed ? "encrypted with a key of this stack" : "encrypted with AWS's own key",
        recoveryText(days),
      ),
    };
  });
}

function recoveryText(days: string): string {
  if (days === "") return "";
  return days === "0" ? "no recovery window" : `recovery window ${days} days`;
}

function keys(plan: PlanReader): Box[] {
  return plan.all("kms/key:Key").map((key) => ({
    kind: "KMS",
    title: key.name,
    facts: nonEmpty(
      key.text("description"),
      key.text("enableKeyRotation") === "true" ? "rotated each year" : "",
    ),
  }));
}

function logs(plan: PlanReader): Box[] {
  return plan.all("cloudwatch/logGroup:LogGroup").map((group) => {
    const days = group.text("retentionInDays");
    return {
      kind: "CloudWatch Logs",
      title: group.name,
      facts: [days === "" || days === "0" ? "kept forever" : `kept ${days} days`],
    };
  });
}

function images(resources: readonly PlannedResource[]): Box[] {
  return resources
    .filter(
      ({ type }) => type === "awsx:ecr:Repository" || type === "aws:ecr/repository:Repository",
    )
    .map(({ name }) => ({ kind: "ECR", title: name, facts: ["the container's image"] }));
}

function watching(plan: PlanReader): Box[] {
  const alarms = plan.all("cloudwatch/metricAlarm:MetricAlarm").length;
  const rules = plan.all("cloudwatch/eventRule:EventRule").length;
  const trail = plan.first("cloudtrail/trail:Trail");
  const box = (kind: string, title: string, ...facts: string[]): Box => ({ kind, title, facts });
  return [
    ...(alarms + rules === 0
      ? []
      : [box("CloudWatch", counted(alarms, "alarm"), counted(rules, "event rule"))]),
    ...(trail === undefined ? [] : [box("CloudTrail", trail.name, "records who reads the secret")]),
  ];
}
