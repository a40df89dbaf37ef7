import type { Account } from "../../../offline/aws/account";

/** The type and the logical name at the end of a URN. */
export function parseUrn(urn: string): { readonly type: string; readonly name: string } {
  const [, , qualifiedType = "", ...name] = urn.split("::");
  return { type: qualifiedType.split("$").at(-1) ?? "", name: name.join("::") };
}

/** The account in a thing's ARN. An adopted thing keeps its own. */
export function ownerOf(id: string, account: Account): Account {
  const accountId = /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(id)?.[1];
  return accountId === undefined ? account : { ...account, accountId };
}
