import assert from "node:assert/strict";
import type { PolicyPackClient } from "../../offline/analyzer/client";
import type { ResourceToAnalyze } from "../../offline/analyzer/messages";
import { UNKNOWN_ON_WIRE, type WireObject, type WireValue } from "../../offline/engine/wire";
import { resource, startPack } from "../support/policy/policyPack";
import { fileAssetOnWire, textAssetOnWire } from "../support/policy/assets";

const RULE = "readable-environment-files";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const OBJECTS = ["aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2"];

/** A task definition whose container takes one environment file. */
function task(arn: WireValue): ResourceToAnalyze {
  const environmentFiles = [{ type: "s3", value: arn }];
  const containerDefinitions = JSON.stringify([{ name: "app", environmentFiles }]);
  return resource(TASK, { containerDefinitions }, { name: "task" });
}

/** The same for a daemon task definition. Its containers are structured inputs, so a single value can be unknown. */
function daemon(arn: WireValue, sources: readonly string[]): ResourceToAnalyze {
  const environmentFiles = [{ type: "s3", value: arn }];
  const shown = resource(
    "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition",
    { containerDefinitions: [{ name: "app", environmentFiles }] },
    { name: "daemon" },
  );
  return { ...shown, propertyDependencies: { containerDefinitions: sources } };
}

function object(type: string, inputs: WireObject): ResourceToAnalyze {
  return resource(type, { content: "LEVEL=info\n", ...inputs }, { name: "file" });
}

// Shows which environment files the pack accepts. Does not prove what ECS reads from the file: the object may be changed from outside.
describe(RULE, () => {
  let pack: PolicyPackClient;

  // Each case is a new run, in which no resource is declared yet.
  beforeEach(async () => {
    pack = await startPack({ "aws:region": "eu-north-1" });
  });

  afterEach(() => {
    pack.stop();
  });

  async function faults(...resources: readonly ResourceToAnalyze[]): Promise<string[]> {
    const found = [];
    for (const each of resources) found.push(...(await pack.analyze(each)));
    found.push(...(await pack.analyzeStack(resources)));
    return found.flatMap(({ policy, message, level }) =>
      policy === RULE ? [`${level} ${message.split("\n")[1]?.split(". ")[0] ?? ""}`] : [],
    );
  }

  const FAULT =
    "mandatory containerDefinitions[0].environmentFiles[0] names a file of plaintext settings that no policy can read";

  it("refuses a file that this program does not declare, and says what to do, but does not show the file's name", async () => {
    const [violation] = await pack.analyze(task("arn:aws:s3:::elsewhere/hidden-name.env"));
    assert.equal(violation?.policy, RULE);
    assert.match(
      violation.message,
      /Declare the S3 object in this program.*allowedEnvironmentFiles/,
    );
    assert.doesNotMatch(violation.message, /hidden-name/);
  });

  it("accepts an object of the same program, whether the bucket is given by name or by ARN", async () => {
    for (const type of OBJECTS) {
      for (const bucket of ["settings", "arn:aws:s3:::settings"]) {
        const declared = object(type, { bucket, key: "app/prod.env" });
        assert.deepEqual(await faults(declared, task("arn:aws:s3:::settings/app/prod.env")), []);
        assert.deepEqual(await faults(declared, task("arn:aws-cn:s3:::settings/app/prod.env")), []);
      }
    }
  });

  it("refuses another object, another bucket, and an object whose text the pack cannot read", async () => {
    const type = OBJECTS[0] ?? "";
    const declared = object(type, { bucket: "settings", key: "app.env" });
    assert.deepEqual(await faults(declared, task("arn:aws:s3:::settings/app2.env")), [FAULT]);
    assert.deepEqual(await faults(declared, task("arn:aws:s3:::other/app.env")), [FAULT]);
    const missing = { content: null, source: fileAssetOnWire("/no/such/file.env") };
    const unread = object(type, { bucket: "unread", key: "app.env", ...missing });
    assert.deepEqual(await faults(unread, task("arn:aws:s3:::unread/app.env")), [FAULT]);
    const text = { content: null, source: textAssetOnWire("LEVEL=info") };
    const read = object(type, { bucket: "read", key: "app.env", ...text });
    assert.deepEqual(await faults(read, task("arn:aws:s3:::read/app.env")), []);
  });

  it("still finds a credential in the object's text", async () => {
    const declared = object(OBJECTS[0] ?? "", {
      bucket: "settings",
      key: "app.env",
      content: "TWILIO_AUTH_TOKEN=changeme\n",
    });
    const found = await pack.analyze(declared);
    assert.deepEqual(
      found.filter(({ level }) => level === "mandatory").map(({ policy }) => policy),
      ["twilio-name-in-plain"],
    );
  });

  it("accepts an ARN that matches a pattern of the policy config, and no other", async () => {
    const properties = { allowedEnvironmentFiles: ["arn:aws:s3:::shared-??/*.env"] };
    await pack.configure({ [RULE]: { enforcementLevel: "mandatory", properties } });
    assert.deepEqual(await faults(task("arn:aws:s3:::shared-eu/app/prod.env")), []);
    assert.deepEqual(await faults(task("arn:aws:s3:::shared-eu/app/prod.txt")), [FAULT]);
    assert.deepEqual(await faults(task("arn:aws:s3:::shared-eur/prod.env")), [FAULT]);
    const wrong = { allowedEnvironmentFile: ["x"] };
    await pack.configure({ [RULE]: { enforcementLevel: "mandatory", properties: wrong } });
    await assert.rejects(pack.analyze(task("arn")), /"readable-environment-files" has a key/);
  });

  it("identifies an unknown ARN by its dependencies, at the end of the preview", async () => {
    const bucket = resource("aws:s3/bucket:Bucket", {}, { name: "bucket" });
    const declared = {
      ...object(OBJECTS[1] ?? "", { bucket: UNKNOWN_ON_WIRE, key: "app.env" }),
      propertyDependencies: { bucket: [bucket.urn] },
    };
    const other = resource("aws:s3/bucket:Bucket", {}, { name: "other" });
    const ask = (...sources: readonly string[]): Promise<string[]> =>
      faults(bucket, other, declared, daemon(UNKNOWN_ON_WIRE, sources));
    assert.deepEqual(await ask(declared.urn), []);
    assert.deepEqual(await ask(bucket.urn), []);
    assert.deepEqual(await ask(other.urn), [FAULT]);
    assert.deepEqual(await ask(), [FAULT]);
  });

  it("checks the inputs of a component while the task definition is unknown", async () => {
    const environmentFiles = [{ type: "s3", value: UNKNOWN_ON_WIRE }];
    const inputs = { containerDefinitions: [{ name: "app", environmentFiles }] };
    const component = resource("acme:index:Bot", inputs, { name: "bot" });
    const hidden = resource(
      TASK,
      { containerDefinitions: UNKNOWN_ON_WIRE },
      { name: "task", parent: component.urn },
    );
    const file = object(OBJECTS[0] ?? "", { bucket: "settings", key: "app.env" });
    const from = { ...hidden, propertyDependencies: { containerDefinitions: [file.urn] } };
    for (const each of [component, file]) {
      const found = await pack.analyze(each);
      assert.equal(found.filter(({ level }) => level === "mandatory").length, 0);
    }
    const said = async (end: ResourceToAnalyze): Promise<number> => {
      const found = await pack.analyzeStack([{ ...component, properties: {} }, file, end]);
      return found.filter(({ policy }) => policy === RULE).length;
    };
    assert.equal(await said(hidden), 1);
    assert.equal(await said(from), 0);
  });
});
