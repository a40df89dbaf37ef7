import assert from "node:assert/strict";
import type { ProgramRun } from "./program";
import { TAGS } from "./wellKnown";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

/** Every ingress rule, ordered by its security group. Security groups have their names instead of their ids. */
export function ingressRules(run: ProgramRun): Record<string, unknown>[] {
  return run.registrations
    .filter(({ type }) => type === INGRESS)
    .map(({ name, inputs, dependencies }) => {
      const { securityGroupId, referencedSecurityGroupId, description, tags, ...rest } = inputs;
      assert.ok(typeof securityGroupId === "string" && typeof description === "string", name);
      assert.deepEqual(tags, TAGS);
      const groups = dependencies.map((urn) => urn.split("::").at(-1) ?? "");
      const to = name.startsWith("phone") ? "phone-sg" : "endpoint-alb-sg";
      assert.ok(groups.includes(to), name);
      const referenced = groups.find((group) => group !== to);
      assert.equal(referenced !== undefined, referencedSecurityGroupId !== undefined);
      return { to, ...rest, ...(referenced === undefined ? {} : { referenced }) };
    })
    .sort((a, b) => (a.to < b.to ? -1 : 1));
}
