import type { ServiceModel } from "../context";

const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** IAM. */
export const iam: ServiceModel = {
  "aws:iam/role:Role": {
    autoName: { property: "name", maxLength: 64 },
    compute: (c) => {
      const name = c.text("name");
      const arn = c.globalArn("iam", `role${c.text("path", "/")}${name}`);
      const uniqueId = `AROA${c.letters(17, CAPITALS)}`;
      return { id: name, outputs: { arn, uniqueId, createDate: "2026-01-01T00:00:00Z" } };
    },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    autoName: { property: "name", maxLength: 128 },
    compute: (c) => ({ id: `${c.text("role")}:${c.text("name")}`, outputs: {} }),
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    compute: (c) => ({ id: `${c.text("role")}/${c.text("policyArn")}`, outputs: {} }),
  },
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": {
    compute: (c) => ({ id: c.text("roleName"), outputs: {} }),
  },
  "aws:iam/policy:Policy": {
    autoName: { property: "name", maxLength: 128 },
    compute: (c) => {
      const arn = c.globalArn("iam", `policy${c.text("path", "/")}${c.text("name")}`);
      const policyId = `ANPA${c.letters(17, CAPITALS)}`;
      return { id: arn, outputs: { arn, policyId, attachmentCount: 0 } };
    },
  },
};
