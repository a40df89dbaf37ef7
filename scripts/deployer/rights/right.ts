/**
 * A right that a deployer needs to make, change, read or delete a resource of one type.
 *
 * An ARN is written without `arn:PARTITION:`. It may hold
 * - `{region}` and `{account}`: the stack's;
 * - `{name}`: the resource's name, with `*` for the digits that Pulumi appends;
 * - `{zone}` and `{record}`: the hosted zone's id and the record's name; `{policy}`: the ARN of a policy that is attached.
 */
export interface Right {
  readonly actions: readonly string[];
  /** ARNs. `*` if AWS cannot limit the actions to a resource, or if its id is not known before it exists. */
  readonly on: readonly string[];
  /** As in an IAM statement, with the same placeholders in its values. @default - none */
  readonly condition?: Condition;
  /** The right is needed only if this input is true. @default - it is always needed */
  readonly if?: string;
}

/** Values by condition key, by operator. */
export type Condition = Readonly<
  Record<string, Readonly<Record<string, string | readonly string[]>>>
>;

/** The rights for one resource type. */
export interface TypeRights {
  /**
   * Input with the name of the resource, or of the resource that it belongs to.
   *
   * @default - the input `name`, or the Pulumi name
   */
  readonly named?: string;
  readonly rights: readonly Right[];
}

/** Rights by Pulumi's resource type. */
export type RightsByType = Readonly<Record<string, TypeRights>>;

/** The right to let AWS make its own role for a service, when an account uses the service for the first time. */
export function serviceLinkedRole(service: string): Right {
  return {
    actions: ["iam:CreateServiceLinkedRole"],
    on: [`iam::{account}:role/aws-service-role/${service}/*`],
    condition: { StringEquals: { "iam:AWSServiceName": service } },
  };
}
