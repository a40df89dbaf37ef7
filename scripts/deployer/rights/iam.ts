import type { RightsByType } from "./right";

const ROLE = "iam::{account}:role/{name}";

/** The stack's roles. `../statements.ts` adds the right to pass each of them, from its trust policy. */
export const IAM_RIGHTS: RightsByType = {
  "aws:iam/role:Role": {
    rights: [
      {
        actions: [
          "iam:CreateRole",
          "iam:DeleteRole",
          "iam:DeleteRolePolicy",
          "iam:DetachRolePolicy",
          "iam:GetRole",
          "iam:ListAttachedRolePolicies",
          "iam:ListInstanceProfilesForRole",
          "iam:ListRolePolicies",
          "iam:ListRoleTags",
          "iam:TagRole",
          "iam:UntagRole",
          "iam:UpdateAssumeRolePolicy",
          "iam:UpdateRole",
          "iam:UpdateRoleDescription",
          // `npm run up` needs this to say whether a role can read the secret.
          "iam:SimulatePrincipalPolicy",
        ],
        on: [ROLE],
      },
    ],
  },
  "aws:iam/rolePolicy:RolePolicy": {
    named: "role",
    rights: [
      { actions: ["iam:DeleteRolePolicy", "iam:GetRolePolicy", "iam:PutRolePolicy"], on: [ROLE] },
    ],
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    named: "role",
    rights: [
      {
        actions: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
        on: [ROLE],
        condition: { ArnEquals: { "iam:PolicyARN": "{policy}" } },
      },
      { actions: ["iam:ListAttachedRolePolicies"], on: [ROLE] },
    ],
  },
};
