import { UNKNOWN, type Tree } from "../../tree/tree";
import {
  entriesOf,
  referenced,
  textsOf,
  type MaybeText,
  type Plan,
  type PlanResource,
} from "../plan";
import { grantsOf, type Grant } from "./document";

/** A policy that gives rights to roles, users or groups. */
export interface IdentityPolicy {
  readonly resource: PlanResource;
  readonly grants: readonly Grant[];
}

/** For each type with one policy document, the property that holds it. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  "aws:iam/groupPolicy:GroupPolicy": "policy",
  "aws:iam/policy:Policy": "policy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
  "aws-native:iam:GroupPolicy": "policyDocument",
  "aws-native:iam:ManagedPolicy": "policyDocument",
  "aws-native:iam:RolePolicy": "policyDocument",
  "aws-native:iam:UserPolicy": "policyDocument",
};

/** For each type with a list of policies, the property that holds the list, and the key of the document in each entry. */
const INLINE: Readonly<Record<string, readonly [list: string, document: string]>> = {
  "aws:iam/role:Role": ["inlinePolicies", "policy"],
  "aws-native:iam:Group": ["policies", "policyDocument"],
  "aws-native:iam:Role": ["policies", "policyDocument"],
  "aws-native:iam:User": ["policies", "policyDocument"],
};

/** The types that hold policy documents of identities. */
export const IDENTITY_POLICY_TYPES = [...Object.keys(DOCUMENTS), ...Object.keys(INLINE)];

/** For each type that attaches managed policies, the property that names them: AWS's own policies, or those of the stack. */
const MANAGED: Readonly<Record<string, string>> = {
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:iam/role:Role": "managedPolicyArns",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
  "aws-native:iam:Group": "managedPolicyArns",
  "aws-native:iam:Role": "managedPolicyArns",
  "aws-native:iam:User": "managedPolicyArns",
};

/** The types that attach managed policies. */
export const ATTACHMENT_TYPES = Object.keys(MANAGED);

/** AWS's own policies that allow reading every secret. Source: their documents in the AWS managed policy reference. */
const READ_EVERY_SECRET = ["AdministratorAccess", "PowerUserAccess", "SecretsManagerReadWrite"];

/** The policy documents of identities that a resource holds. */
export function identityPolicy(resource: PlanResource): IdentityPolicy {
  const { props, type } = resource;
  const single = DOCUMENTS[type];
  const inline = INLINE[type];
  if (single !== undefined) return { resource, grants: grantsOf(single, props[single]) };
  if (inline === undefined) return { resource, grants: [] };
  const [list, document] = inline;
  const grants = entriesOf(props[list]).flatMap(({ index, entry }) =>
    grantsOf(`${list}[${index}].${document}`, entry[document]),
  );
  return { resource, grants };
}

/** The AWS managed policies that a resource attaches and that allow reading every secret. */
export function broadManagedPolicies({ type, props }: PlanResource): string[] {
  const place = MANAGED[type];
  if (place === undefined) return [];
  return READ_EVERY_SECRET.filter((name) =>
    textsOf(props[place]).some(
      (arn) => arn !== UNKNOWN && /^arn:aws[\w-]*:iam::aws:policy\/(.*)$/.exec(arn)?.[1] === name,
    ),
  );
}

/** One holder of an identity policy: a role, a user or a group. */
export interface Holder {
  /** The resource that attaches the policy to the holder. */
  readonly attachedBy: PlanResource;
  /** The name of the role, or {@link UNKNOWN} while a preview cannot know it. Undefined for a user or a group. */
  readonly roleName: MaybeText | undefined;
  /** The property that names the role; "" if the resource is the role itself. */
  readonly property: string;
}

/** The holders of a policy. A managed policy of the stack that is not attached has none. */
export function holdersOf({ resource }: IdentityPolicy, plan: Plan): Holder[] {
  const { props, type } = resource;
  if (type === "aws:iam/rolePolicy:RolePolicy") {
    return [{ attachedBy: resource, roleName: nameIn(props["role"]), property: "role" }];
  }
  if (type === "aws:iam/role:Role") {
    return [{ attachedBy: resource, roleName: nameIn(props["name"]), property: "" }];
  }
  if (type !== "aws:iam/policy:Policy") {
    return [{ attachedBy: resource, roleName: undefined, property: "" }];
  }
  return plan.ofType(ATTACHMENT_TYPES).flatMap((attachment) => holdersBy(attachment, resource));
}

/** The holders to which a resource attaches a managed policy. */
function holdersBy(attachment: PlanResource, policy: PlanResource): Holder[] {
  const { props, type } = attachment;
  const property = MANAGED[type] ?? "";
  const names = textsOf(props[property]).some((arn) =>
    referenced(arn, { resource: attachment, property }, [policy]).includes(policy),
  );
  if (!names) return [];
  if (type === "aws:iam/role:Role") {
    return [{ attachedBy: attachment, roleName: nameIn(props["name"]), property: "" }];
  }
  const others = [...textsOf(props["users"]), ...textsOf(props["groups"])];
  const roles = ["role", "roleName", "roles"].flatMap((key) =>
    textsOf(props[key]).map((roleName): Holder => ({
      attachedBy: attachment,
      roleName,
      property: key,
    })),
  );
  return roles.length > 0 && others.length === 0
    ? roles
    : [...roles, { attachedBy: attachment, roleName: undefined, property: "" }];
}

function nameIn(value: Tree | undefined): MaybeText {
  return typeof value === "string" ? value : UNKNOWN;
}
