import assert from "node:assert/strict";
import { countOf, inputsOf, registrationOf, runProgram } from "../../support/program/program";
import { computedOf } from "../../support/program/references";
import { outputOf } from "../../support/program/wellKnown";
import { ALARM, alarmWidget, DASHBOARD, namesOf, RULE, SERVICE, TARGET, TOPIC } from "./resources";

// Shows what index.ts connects. Does not show how CloudWatch draws the dashboard.

describe("monitoring, only the dashboard", () => {
  it("shows no alarms, counts the reads of the stack's secret, and saves its queries for the service's own log", async () => {
    const run = await runProgram({ overrides: { dashboard: "true" } });
    const { dashboardBody } = inputsOf(run, DASHBOARD);
    assert.equal(alarmWidget(dashboardBody), undefined);
    const reads = computedOf(run, RULE, "dashboard-secret-reads", "name");
    assert.deepEqual(String(dashboardBody).match(/"RuleName","[^"]*"/g), [`"RuleName","${reads}"`]);
    const { eventPattern } = inputsOf(run, RULE);
    assert.ok(String(eventPattern).includes(outputOf(run, "secretArn")));
    assert.ok(String(dashboardBody).includes(outputOf(run, "serviceName")));
    const queries = "aws:cloudwatch/queryDefinition:QueryDefinition";
    assert.ok(countOf(run, queries) > 0);
    for (const name of namesOf(run, queries)) {
      const { logGroupNames } = inputsOf(run, queries, name);
      assert.deepEqual(logGroupNames, [outputOf(run, "logGroupName")]);
    }
    assert.equal(countOf(run, ALARM) + countOf(run, TARGET) + countOf(run, TOPIC), 0);
    assert.equal(registrationOf(run, SERVICE).inputs["alarms"], undefined);
  });
});
