import assert from "node:assert/strict";
import { ConfigReader } from "../../../infra/configReader";
import { readMonitoring } from "../../../infra/settings/monitoring";

function read(values: Readonly<Record<string, string>>) {
  const keyed: [string, string][] = Object.entries(values).map(([key, value]) => [
    `p:${key}`,
    value,
  ]);
  const reader = new ConfigReader("p", Object.fromEntries(keyed));
  return { settings: readMonitoring(reader), faults: reader.faults };
}

describe("monitoring settings", () => {
  it("are what the config says", () => {
    const { settings, faults } = read({
      alarms: "true",
      alarmEmail: "oncall@example.com",
      dashboard: "false",
    });
    assert.deepEqual(settings, {
      alarms: true,
      alarmEmail: "oncall@example.com",
      dashboard: false,
    });
    assert.deepEqual(faults, []);
  });

  it("need no address", () => {
    assert.deepEqual(read({ alarms: "true", alarmEmail: "", dashboard: "true" }).faults, []);
  });

  it("name each faulty key with what is expected, and no value", () => {
    const { faults } = read({ alarms: "maybe", alarmEmail: "nobody at home", dashboard: "1" });
    assert.deepEqual(faults, [
      "alarms: expected one of true, false. Mend it: pulumi config set alarms true",
      "alarmEmail: expected an e-mail address. Mend it: pulumi config set alarmEmail <alarmEmail>",
      "dashboard: expected one of true, false. Mend it: pulumi config set dashboard true",
    ]);
  });
});
