import { partition } from "@aws-sdk/core/client";
import { parse, validate } from "@aws-sdk/core/util";

/** The parts of an ARN, as AWS's own library returns them. */
export type ArnParts = ReturnType<typeof parse>;

const NO_PARTS: ArnParts = { partition: "", service: "", region: "", accountId: "", resource: "" };

/** The parts of an ARN. All parts are empty if the text is not an ARN, such as a secret's name. */
export function arnParts(text: string): ArnParts {
  return validate(text) ? parse(text) : NO_PARTS;
}

/** The DNS suffix of a region's services, for example `amazonaws.com`. The roles' policies use the same suffix. */
export function dnsSuffixOf(region: string): string {
  return partition(region).dnsSuffix;
}
