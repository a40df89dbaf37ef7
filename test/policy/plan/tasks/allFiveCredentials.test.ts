import assert from "node:assert/strict";
import type { PolicyPackClient } from "../../../../offline/analyzer/client";
import { UNKNOWN_ON_WIRE, type WireObject } from "../../../../offline/engine/wire";
import { resource, startPack } from "../../../support/policy/policyPack";
import {
  CONFIG,
  CONTAINER,
  definitions,
  planWith,
  SECRET_ARN,
  SECRETS,
  urnOf,
  VERSION_ID,
} from "../validPlan";
import { toVerdicts, verdicts } from "../verdicts";
import { credentialFaults, RULE } from "./credentialFaults";

/** The sixth credential. It exists only during a rotation. */
const NEXT = "TWILIO_AUTH_TOKEN_NEXT";

// Does not prove that ECS sets the environment variables. Only a running task shows that.
describe("twilio-credentials-complete", () => {
  let preview: PolicyPackClient;
  let update: PolicyPackClient;

  before(async () => {
    [preview, update] = await Promise.all([
      startPack(CONFIG),
      startPack(CONFIG, { dryRun: false }),
    ]);
  });

  after(() => {
    preview.stop();
    update.stop();
  });

  const faults = (container: WireObject): Promise<string[]> => credentialFaults(preview, container);

  it("accepts all five from one version of the stack's secret", async () => {
    assert.deepEqual(await verdicts(preview, planWith({})), []);
    assert.deepEqual(await verdicts(update, planWith({})), []);
  });

  it("accepts a sixth, the next auth token, from its own key and the same version", async () => {
    const sixth = (key: string, version = VERSION_ID): WireObject => ({
      name: NEXT,
      valueFrom: `${SECRET_ARN}:${key}::${version}`,
    });
    const faultsWith = (...more: WireObject[]): Promise<string[]> =>
      faults({ ...CONTAINER, secrets: [...SECRETS, ...more] });
    assert.deepEqual(await faultsWith(sixth(NEXT)), []);
    assert.deepEqual(await faultsWith(sixth("TWILIO_AUTH_TOKEN")), [
      `containerDefinitions[0].secrets[5] (${NEXT}) takes its value from the key TWILIO_AUTH_TOKEN, not from its own key`,
    ]);
    assert.deepEqual(await faultsWith(sixth(NEXT, "terraform-20261122090000000000000002")), [
      "containerDefinitions[0].secrets mixes 2 versions of the Twilio secret",
    ]);
    assert.deepEqual(await faultsWith(sixth(NEXT), sixth(NEXT)), [
      `containerDefinitions[0].secrets names ${NEXT} more than once`,
    ]);
    assert.deepEqual(await faults({ ...CONTAINER, secrets: [sixth(NEXT), ...SECRETS.slice(1)] }), [
      "containerDefinitions[0].secrets lacks TWILIO_ACCOUNT_SID",
    ]);
  });

  it("ignores a container that takes none, or none with these names", async () => {
    const other = { name: "DATABASE_URL", valueFrom: `${SECRET_ARN}:DATABASE_URL::` };
    for (const secrets of [undefined, [], [other]]) {
      const container = { ...CONTAINER, ...(secrets === undefined ? {} : { secrets }) };
      const containers = definitions(CONTAINER, { ...container, secrets: secrets ?? null });
      const change = { task: { containerDefinitions: containers } };
      assert.deepEqual(await verdicts(preview, planWith({ change })), []);
    }
  });

  it("names the credentials that are missing", async () => {
    assert.deepEqual(await faults({ ...CONTAINER, secrets: SECRETS.slice(2) }), [
      "containerDefinitions[0].secrets lacks TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN",
    ]);
  });

  it("names a credential that is listed twice", async () => {
    assert.deepEqual(
      await faults({ ...CONTAINER, secrets: [...SECRETS, ...SECRETS.slice(1, 2)] }),
      ["containerDefinitions[0].secrets names TWILIO_AUTH_TOKEN more than once"],
    );
  });

  it("accepts a secret from elsewhere if the stack has none", async () => {
    const plan = planWith({ without: ["secret", "version", "key", "executionPolicy"] });
    assert.deepEqual(await verdicts(preview, plan), []);
  });

  it("reports several faults at once, in every container", async () => {
    const broken = { ...CONTAINER, secrets: SECRETS.slice(1) };
    const containerDefinitions = definitions(broken, { ...broken, name: "second" });
    const found = await verdicts(preview, planWith({ change: { task: { containerDefinitions } } }));
    assert.deepEqual(
      found.map(({ says }) => says.slice(0, says.indexOf(" lacks"))),
      ["containerDefinitions[0].secrets", "containerDefinitions[1].secrets"],
    );
  });

  it("checks the containers that a component shows while the JSON is unknown", async () => {
    const shown = SECRETS.slice(1).map(({ name }) => ({ name, valueFrom: UNKNOWN_ON_WIRE }));
    const component = resource(
      "some:index:Service",
      { containerDefinitions: [{ ...CONTAINER, secrets: shown }] },
      { name: "component" },
    );
    const [task] = planWith({
      change: { task: { containerDefinitions: UNKNOWN_ON_WIRE } },
    }).filter(({ name }) => name === "task");
    assert.ok(task);
    const child = { ...task, parent: component.urn };
    assert.deepEqual(toVerdicts(await preview.analyze(component)), []);
    const outputsAlone = { ...component, properties: {} };
    const found = (await preview.analyzeStack([outputsAlone, child])).filter(
      ({ policy }) => policy === RULE,
    );
    assert.equal(found.length, 1);
    assert.equal(found[0]?.urn, urnOf("task"));
    assert.match(found[0].message, /secrets lacks TWILIO_ACCOUNT_SID\./);
  });

  it("checks a task definition before an update creates it, and reports it once", async () => {
    const containerDefinitions = definitions({ ...CONTAINER, secrets: SECRETS.slice(1) });
    const plan = planWith({ change: { task: { containerDefinitions } } });
    const task = plan.find(({ name }) => name === "task");
    assert.ok(task);
    assert.equal(toVerdicts(await update.analyze(task)).length, 1);
    assert.deepEqual(await update.analyzeStack(plan), []);
    // The next run does not remember the report.
    assert.equal((await update.analyzeStack(plan)).length, 1);
  });

  it("leaves the references of a first preview to the update", async () => {
    const secrets = SECRETS.map(({ name }) => ({ name, valueFrom: UNKNOWN_ON_WIRE }));
    assert.deepEqual(await faults({ ...CONTAINER, secrets }), []);
  });
});
