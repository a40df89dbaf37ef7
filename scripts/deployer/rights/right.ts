/**
 * What AWS asks of whoever makes, changes, reads and deletes a resource of one type.
 *
 * An ARN is written without `arn:PARTITION:`. It may hold
 * - `{region}` and `{account}`: the stack's;
 * - `{name}`: the resource's name, with `*` for the digits that Pulumi appends;
 * - `{zone}` and `{record}`: the hosted zone's id and the record's name; `{policy}`: the ARN of a policy that is attached.
 */
export interface Right {
  readonly actions: readonly string[];
  /** ARNs; `*` where AWS does not limit the actions to a resource, or where its id is not known before it exists. */
  readonly on: readonly string[];
  /** As in an IAM statement, with the same placeholders in its values. @default - none */
  readonly condition?: Condition;
  /** Input that must be true for the right to be needed. @default - it always is */
  readonly if?: string;
}

/** Values by condition key, by operator. */
export type Condition = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

/** The rights for one resource type. */
export interface TypeRights {
  /** Input that names the resource, or the resource that it belongs to. @default - the input `name`, or the Pulumi name */
  readonly named?: string;
  readonly rights: readonly Right[];
}

/** Rights by Pulumi's resource type. */
export type RightsByType = Readonly<Record<string, TypeRights>>;

/** A role that AWS makes for one of its services, the first time that an account uses it. */
export function serviceLinkedRole(service: string): Right {
  return {
    actions: ["iam:CreateServiceLinkedRole"],
    on: [`iam::{account}:role/aws-service-role/${service}/*`],
    condition: { StringEquals: { "iam:AWSServiceName": service } },
  };
}
