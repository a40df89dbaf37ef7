import { partition } from "@aws-sdk/core/client";
import { parse, validate } from "@aws-sdk/core/util";

/** An ARN's parts, as AWS's own library takes it apart. */
export type ArnParts = ReturnType<typeof parse>;

const NO_PARTS: ArnParts = { partition: "", service: "", region: "", accountId: "", resource: "" };

/** The parts of an ARN; all are empty where the text is none, such as a secret's name. */
export function arnParts(text: string): ArnParts {
  return validate(text) ? parse(text) : NO_PARTS;
}

/** The DNS suffix of a region's services, for example `amazonaws.com`. The roles' policies name the same one. */
export function dnsSuffixOf(region: string): string {
  return partition(region).dnsSuffix;
}
