import assert from "node:assert/strict";
import { ConfigReader } from "../../../infra/config/reader";
import { readMonitoring } from "../../../infra/config/config";

function read(values: Readonly<Record<string, string>>) {
  const keyed: [string, string][] = Object.entries(values).map(([key, value]) => [
    `p:${key}`,
    value,
  ]);
  const reader = new ConfigReader("p", Object.fromEntries(keyed));
  return { settings: readMonitoring(reader), faults: reader.faults };
}

// Shows how the settings are read. The tests beside this one show the resources that the program makes from them.
describe("monitoring settings", () => {
  it("are what the config says", () => {
    const { settings, faults } = read({
      alarms: "true",
      alarmEmail: "oncall@example.com",
      dashboard: "false",
      auditTrail: "true",
    });
    assert.deepEqual(settings, {
      alarms: true,
      alarmEmail: "oncall@example.com",
      dashboard: false,
      auditTrail: true,
    });
    assert.deepEqual(faults, []);
  });

  it("need no e-mail address", () => {
    const values = { alarms: "true", alarmEmail: "", dashboard: "true", auditTrail: "false" };
    assert.deepEqual(read(values).faults, []);
  });

  it("name each faulty key and what is expected, but not its value", () => {
    const values = { alarms: "maybe", alarmEmail: "nobody at home", dashboard: "1" };
    const { faults } = read({ ...values, auditTrail: "on" });
    assert.deepEqual(faults, [
      "alarms: expected one of true, false. Fix it: pulumi config set alarms true",
      "alarmEmail: expected an e-mail address. Fix it: pulumi config set alarmEmail <alarmEmail>",
      "dashboard: expected one of true, false. Fix it: pulumi config set dashboard true",
      "auditTrail: expected one of true, false. Fix it: pulumi config set auditTrail true",
    ]);
  });
});
