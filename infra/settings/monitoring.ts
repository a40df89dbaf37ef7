import type { ConfigReader } from "../configReader";
import type { MonitoringSettings } from "../monitoring/monitoring";

/** The alarms, the dashboard and the audit trail. */
export function readMonitoring(reader: ConfigReader): MonitoringSettings {
  return {
    alarms: reader.boolean("alarms"),
    alarmEmail: reader.match("alarmEmail", /^[^\s@]+@[^\s@]+\.[^\s@]+$/, "an e-mail address"),
    dashboard: reader.boolean("dashboard"),
    auditTrail: reader.boolean("auditTrail"),
  };
}
