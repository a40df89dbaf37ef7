import type { ServiceModel } from "../context";

/** CloudWatch, CloudWatch Logs, EventBridge and CloudTrail. */
export const monitoring: ServiceModel = {
  "aws:cloudwatch/logGroup:LogGroup": {
    autoName: { property: "name", maxLength: 512 },
    compute: (c) => {
      const name = c.text("name");
      return { id: name, outputs: { arn: c.arn("logs", `log-group:${name}`) } };
    },
  },
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": {
    compute: (c) => ({ id: c.text("policyName"), outputs: {} }),
  },
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": {
    autoName: { property: "name", maxLength: 512 },
    compute: (c) => ({ id: c.text("name"), outputs: {} }),
  },
  "aws:cloudwatch/queryDefinition:QueryDefinition": {
    autoName: { property: "name", maxLength: 255 },
    compute: (c) => {
      const queryDefinitionId = c.uuid();
      return { id: queryDefinitionId, outputs: { queryDefinitionId } };
    },
  },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    autoName: { property: "name", maxLength: 255 },
    compute: (c) => {
      const name = c.text("name");
      return { id: name, outputs: { arn: c.arn("cloudwatch", `alarm:${name}`) } };
    },
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    compute: (c) => {
      const name = c.text("alarmName");
      return { id: name, outputs: { arn: c.arn("cloudwatch", `alarm:${name}`) } };
    },
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    compute: (c) => {
      const name = c.text("dashboardName");
      const dashboardArn = c.globalArn("cloudwatch", `dashboard/${name}`);
      return { id: name, outputs: { dashboardArn } };
    },
  },
  "aws:cloudwatch/eventRule:EventRule": {
    autoName: { property: "name", maxLength: 64 },
    compute: (c) => {
      const name = c.text("name");
      return { id: name, outputs: { arn: c.arn("events", `rule/${name}`) } };
    },
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    compute: (c) => {
      const targetId = c.text("targetId", `terraform-${c.hex(26)}`);
      return { id: `${c.text("rule")}-${targetId}`, outputs: { targetId } };
    },
  },
  "aws:cloudtrail/trail:Trail": {
    autoName: { property: "name", maxLength: 128 },
    compute: (c) => {
      const arn = c.arn("cloudtrail", `trail/${c.text("name")}`);
      return { id: arn, outputs: { arn, homeRegion: c.account.region } };
    },
  },
};
