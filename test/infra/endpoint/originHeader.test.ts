import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { phoneDistribution } from "../../../infra/endpoint/distribution";
import {
  ORIGIN_HEADER_NAME,
  originHeaderIn,
  originHeaderValue,
} from "../../../infra/endpoint/originHeader";
import { sampleCredentials } from "../../../offline/config/credentials";
import { isRecord, isSecret, unwrapSecrets } from "../../../offline/engine/wire";
import { DOMAIN } from "../../support/program/devStack";
import { mockStack, promiseOf } from "../../support/program/mocks";
import {
  type ProgramRun,
  type Registration,
  registrationOf,
  runProgram,
} from "../../support/program/program";
import { waitsFor } from "../../support/program/references";

// Shows the inputs and the options of both resources. Does not show what the engine does with ignoreChanges.

const RULE = "aws:lb/listenerRule:ListenerRule";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const OTHER = { name: "X-Other", value: "other" };

describe("the origin header", () => {
  const credentials = sampleCredentials();
  let run: ProgramRun;

  before(async () => {
    run = await runProgram({ credentials });
  });

  it("is marked as a secret in both of its places, and is in no other place", () => {
    const [shown, asked] = [headerOf(run), conditionOf(run)];
    assert.ok(isSecret(shown) && isSecret(asked));
    assert.equal(shown.value, asked.value);
    assert.match(String(shown.value), /^[0-9a-f]{64}$/);
    const everything = JSON.stringify([run.registrations, run.outputs, ...run.componentOutputs]);
    assert.equal(everything.split(String(shown.value)).length - 1, 2);
  });

  it("is marked as a secret itself, even if its inputs are not", async () => {
    await mockStack();
    const value = originHeaderValue("arn:aws:kms:eu-north-1:123456789012:key/k", "plain");
    assert.equal(await pulumi.isSecret(value), true);
  });

  it("holds neither of the two values that it is derived from", () => {
    const value = String(unwrapSecrets({ value: headerOf(run) })["value"]);
    assert.ok(!value.includes(credentials.TWILIO_ACCOUNT_SID.slice(2)));
    assert.ok(!value.includes(String(run.outputs["secretKeyArn"])));
  });

  it("stays the value that the distribution was made with when every credential changes", async () => {
    const [before, after] = [run, await runProgram()].map((stack) =>
      registrationOf(stack, DISTRIBUTION),
    );
    assert.ok(before && after);
    assert.notDeepEqual(after.inputs, before.inputs, "the derived value itself changes");
    assert.deepEqual(withoutIgnored(after), withoutIgnored(before));
  });

  it("is ignored as a change by the distribution, and not by the listener rule", () => {
    assert.deepEqual(registrationOf(run, DISTRIBUTION).ignoreChanges, ["origins[0].customHeaders"]);
    assert.deepEqual(registrationOf(run, RULE).ignoreChanges, []);
  });

  it("has the distribution's value at the load balancer, and is marked as a secret there, too", async () => {
    assert.ok(waitsFor(run, RULE).has(`${DISTRIBUTION} endpoint-distribution`));
    const sent = [OTHER, { name: ORIGIN_HEADER_NAME, value: "sent" }];
    assert.equal(originHeaderIn([{ customHeaders: sent }]), "sent");
    await mockStack();
    const args = {
      originDnsName: "alb.example.com",
      originHeaderValue: pulumi.output("plain"),
      tags: {},
    };
    const name = phoneDistribution("endpoint", args, {});
    assert.equal(await promiseOf(name.originHeaderValue), "plain");
    assert.equal(await pulumi.isSecret(name.originHeaderValue), true);
  });

  it("stops the program if the distribution sends none, and the message says what to do", () => {
    for (const customHeaders of [[], [OTHER], [{ name: ORIGIN_HEADER_NAME, value: "" }]]) {
      assert.throws(
        () => originHeaderIn([{ customHeaders }]),
        /no longer sends X-Origin-Verify\. .*pulumi refresh/,
      );
    }
    assert.throws(() => originHeaderIn([{}]), pulumi.RunError);
  });

  it("is unknown, but still a secret, on the preview of a new stack", async () => {
    const preview = await runProgram({ preview: true });
    assert.ok(isSecret(headerOf(preview)) && isSecret(conditionOf(preview)));
  });

  it("does not exist in a stack that has a domain", async () => {
    const other = await runProgram({ overrides: DOMAIN });
    assert.doesNotMatch(JSON.stringify(other.registrations), /X-Origin-Verify/);
  });
});

function headerOf(run: ProgramRun): unknown {
  return at(registrationOf(run, DISTRIBUTION).inputs, "origins[0].customHeaders[0].value");
}

function conditionOf(run: ProgramRun): unknown {
  return at(registrationOf(run, RULE).inputs, "conditions[0].httpHeader.values[0]");
}

/** The inputs that the engine compares: those without the properties that it ignores. */
function withoutIgnored({ inputs, ignoreChanges }: Registration): unknown {
  const copy: unknown = structuredClone(inputs);
  for (const path of ignoreChanges) {
    const [last = "", ...parents] = steps(path).reverse();
    const parent = parents.reverse().reduce(child, copy);
    assert.ok(isRecord(parent) && last in parent, path);
    Reflect.deleteProperty(parent, last);
  }
  return copy;
}

function at(value: unknown, path: string): unknown {
  return steps(path).reduce(child, value);
}

/** The keys and indexes of a property path, such as `a[0].b`. */
function steps(path: string): string[] {
  return path.split(/[.[\]]+/).filter((step) => step !== "");
}

function child(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value[Number(step)];
  assert.ok(isRecord(value), step);
  return value[step];
}
