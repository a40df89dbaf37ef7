import assert from "node:assert/strict";
import { costHelp, readCostRequest } from "../../../scripts/cost/commandLine";
import { estimate } from "../../../offline/cost/estimate";
import { PRICES } from "../../../offline/cost/prices";
import { columns, difference, estimateTable } from "../../../scripts/cost/table";
import { monthly } from "../../../offline/cost/usage";
import { resource } from "../../offline/cost/resources";

const USAGE = monthly({ callsPerDay: 100, minutesPerCall: 3 });
const KEY = resource("aws:kms/key:Key", "key");
const SECRET = resource("aws:secretsmanager/secret:Secret", "secret");

// Checks the table, the options and the form of the price list. Does not show that the prices are still AWS's.
describe("cost table", () => {
  it("shows every line with quantity and price, dearest first, and the totals", () => {
    const rows = estimateTable(estimate([SECRET, KEY], USAGE)).split("\n");
    assert.deepEqual(
      rows.map((row) => row.replaceAll(/ {2,}/g, " | ")),
      [
        "resource | what | quantity | price | a month",
        "key | key | 1 | $1 / key-month | $1.00",
        "secret | secret | 1 | $0.4 / secret-month | $0.40",
        "secret | ~ reads | 0.05 | $0.05 / 10,000 calls | <$0.01",
        "key | ~ requests | 0.05 | $0.03 / 10,000 calls | <$0.01",
        "",
        "by the hour and month | $1.40",
        "by use (~) | $0.00",
        "total | $1.40",
      ],
    );
  });

  it("names the resources without a price below the total", () => {
    const text = estimateTable(estimate([resource("aws:rds/instance:Instance", "db")], USAGE));
    assert.match(text, /no price for it:\n {2}aws:rds\/instance:Instance db$/);
  });

  it("shows the difference in cost to another plan", () => {
    const [less, more] = [estimate([KEY], USAGE), estimate([KEY, SECRET], USAGE)];
    assert.match(difference(less, more), /^\+\$0\.40 a month/);
    assert.match(difference(more, less), /^-\$0\.40 a month/);
  });

  it("aligns texts to the left and numbers to the right", () => {
    assert.equal(
      columns(
        [
          ["a", "1"],
          ["bbb", "22"],
        ],
        1,
      ),
      "a     1\nbbb  22",
    );
  });

  it("has an amount, a unit, AWS's page and a date for every price", () => {
    for (const [name, { usd, unit, source, asOf }] of Object.entries(PRICES)) {
      assert.ok(usd > 0 && unit.length > 0, name);
      assert.match(source, /^aws\.amazon\.com\/[a-z0-9/-]+$/, name);
      assert.match(asOf, /^20\d\d(-\d\d)?$/, name);
    }
  });
});

describe("cost options", () => {
  it("have the dev stack and a small office's line as defaults", () => {
    assert.deepEqual(readCostRequest([], {}), {
      stack: "dev",
      overrides: [],
      usage: { callsPerDay: 100, minutesPerCall: 3 },
      json: false,
      docs: false,
    });
  });

  it("take several settings and another usage", () => {
    const settings = ["--config", "waf=true", "--config", "egress=nat"];
    const usual = ["--calls-per-day", "2000", "--minutes-per-call", "1.5"];
    const { overrides, usage } = readCostRequest([...settings, ...usual], {});
    assert.deepEqual(overrides, ["waf=true", "egress=nat"]);
    assert.deepEqual(usage, { callsPerDay: 2000, minutesPerCall: 1.5 });
  });

  it("refuse a usage that is not an amount, and name the option", () => {
    for (const text of ["many", "1e9", "Infinity", "1.23456"]) {
      assert.throws(
        () => readCostRequest(["--calls-per-day", text], {}),
        /--calls-per-day needs a number/,
      );
    }
  });

  it("are all in the help", () => {
    for (const name of ["stack", "config", "calls-per-day", "minutes-per-call", "docs", "json"]) {
      assert.ok(costHelp().includes(`--${name}`));
    }
  });
});
