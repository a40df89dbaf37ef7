import type { Reason } from "./reason";

const ACTION = String.raw`is not authorized to perform: (\S+)`;

/**
 * Reasons in access-denied messages other than a missing right of the role. A deployment of the stack cannot fix most of
 * these. Source: AWS's guide to IAM, "Troubleshoot access denied error messages".
 */
export const DENIALS: readonly Reason[] = [
  [
    new RegExp(
      `${ACTION}.*(?:no VPC endpoint policy allows|explicit deny in a VPC endpoint policy)`,
      "is",
    ),
    "the policy of the VPC endpoint does not allow $1",
    "let the endpoint's policy allow it: npm run up, if the endpoint is the stack's",
  ],
  [
    new RegExp(`${ACTION}.*service control policy`, "is"),
    "a service control policy of the organization does not allow $1",
    "ask who manages the organization's policies: no deployment of this stack changes them",
  ],
  [
    new RegExp(`${ACTION}.*resource control policy`, "is"),
    "a resource control policy of the organization does not allow $1",
    "ask who manages the organization's policies: no deployment of this stack changes them",
  ],
  [
    new RegExp(`${ACTION}.*permissions boundary`, "is"),
    "the permissions boundary of the execution role does not allow $1",
    "let the boundary allow it, or give the role another one",
  ],
  [
    new RegExp(`${ACTION}.*explicit deny in a resource-based policy`, "is"),
    "the policy of the secret or of its key denies $1",
    "aws secretsmanager get-resource-policy shows the secret's; npm run up restores the stack's own",
  ],
  [
    new RegExp(`${ACTION}.*no resource-based policy allows`, "is"),
    "the policy of the secret or of its key does not allow $1",
    "npm run up restores the stack's own; for a secret of another account its owner must allow it",
  ],
  [
    new RegExp(`${ACTION}.*session policy`, "is"),
    "the policy of the role's session does not allow $1",
    "ask who manages the account: no deployment of this stack changes it",
  ],
  [
    new RegExp(`${ACTION}.*explicit deny in an identity-based policy`, "is"),
    "a policy of the execution role denies $1",
    "take the Deny out of the role's policies",
  ],
];
