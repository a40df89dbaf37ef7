import { dnsSuffix } from "../account";
import type { ComputedOutputs, Context, ServiceModel } from "../context";

/** Elastic Load Balancing, and Application Auto Scaling behind it. */
export const loadBalancing: ServiceModel = {
  "aws:lb/loadBalancer:LoadBalancer": {
    autoName: { property: "name", maxLength: 32 },
    compute: loadBalancer,
  },
  "aws:lb/targetGroup:TargetGroup": {
    autoName: { property: "name", maxLength: 32 },
    compute: (c) => {
      const arnSuffix = `targetgroup/${c.text("name")}/${c.hex(16)}`;
      const arn = c.arn("elasticloadbalancing", arnSuffix);
      return { id: arn, outputs: { arn, arnSuffix, loadBalancerArns: [] } };
    },
  },
  "aws:lb/listener:Listener": {
    compute: (c) => {
      const loadBalancerArn = c.text("loadBalancerArn");
      const arn = `${loadBalancerArn.replace(":loadbalancer/", ":listener/")}/${c.hex(16)}`;
      return { id: arn, outputs: { arn } };
    },
  },
  "aws:lb/listenerRule:ListenerRule": {
    compute: (c) => {
      const listenerArn = c.text("listenerArn");
      const arn = `${listenerArn.replace(":listener/", ":listener-rule/")}/${c.hex(16)}`;
      return { id: arn, outputs: { arn } };
    },
  },
  "aws:lb/listenerCertificate:ListenerCertificate": {
    compute: (c) => ({ id: `${c.text("listenerArn")}_${c.text("certificateArn")}`, outputs: {} }),
  },
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": {
    compute: (c) => ({ id: `${c.text("targetGroupArn")}-${c.hex(26)}`, outputs: {} }),
  },
  "aws:appautoscaling/target:Target": {
    compute: (c) => ({
      id: c.text("resourceId"),
      outputs: {
        arn: c.arn("application-autoscaling", `scalable-target/${c.hex(34)}`),
        roleArn: c.globalArn("iam", SCALING_ROLE),
      },
    }),
  },
  "aws:appautoscaling/policy:Policy": {
    autoName: { property: "name", maxLength: 255 },
    compute: (c) => {
      const name = c.text("name");
      const target = `resource/${c.text("serviceNamespace")}/${c.text("resourceId")}`;
      const arn = c.arn("autoscaling", `scalingPolicy:${c.uuid()}:${target}:policyName/${name}`);
      return { id: name, outputs: { arn, alarmArns: [] } };
    },
  },
  "aws:appautoscaling/scheduledAction:ScheduledAction": {
    autoName: { property: "name", maxLength: 255 },
    compute: (c) => {
      const id = [c.text("name"), c.text("serviceNamespace"), c.text("resourceId")].join("-");
      const action = `scheduledAction:${c.uuid()}:resource/${c.text("resourceId")}`;
      return { id, outputs: { arn: c.arn("autoscaling", action) } };
    },
  },
};

const SCALING_ROLE =
  "role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService";

function loadBalancer(c: Context): ComputedOutputs {
  const name = c.text("name");
  const kind = c.text("loadBalancerType", "application") === "network" ? "net" : "app";
  const arnSuffix = `${kind}/${name}/${c.hex(16)}`;
  const arn = c.arn("elasticloadbalancing", `loadbalancer/${arnSuffix}`);
  const prefix = c.resource.inputs["internal"] === true ? "internal-" : "";
  const dnsName = `${prefix}${name}-${c.letters(9, "123456789")}.${c.account.region}.elb.${dnsSuffix(c.account)}`;
  const zoneId = `Z${c.letters(13, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "zone")}`;
  return { id: arn, outputs: { arn, arnSuffix, dnsName, zoneId, vpcId: `vpc-0${c.hex(16)}` } };
}
