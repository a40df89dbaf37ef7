import type { ConfigReader } from "../configReader";

/** Who is told of what goes wrong, and what there is to look at. */
export interface MonitoringSettings {
  /** Whether there are alarms and the topic that they tell. */
  readonly alarms: boolean;
  /** Who gets the alarms as mails; "" for nobody yet. */
  readonly alarmEmail: string;
  /** Whether there is a dashboard, with saved log queries. */
  readonly dashboard: boolean;
}

/** The alarms and the dashboard. */
export function readMonitoring(reader: ConfigReader): MonitoringSettings {
  return {
    alarms: reader.boolean("alarms"),
    alarmEmail: reader.match("alarmEmail", /^[^\s@]+@[^\s@]+\.[^\s@]+$/, "an e-mail address"),
    dashboard: reader.boolean("dashboard"),
  };
}
