import type { PlannedResource } from "../../offline/engine/goal";
import type { TypeRights } from "./rights/right";
import { arnParts } from "../aws/arn";

/** Pulumi appends this to a name if the program does not set one. */
const APPENDED = /-[0-9a-f]{7}$/;

/** Secrets Manager appends this to a secret's name in its ARN. */
const APPENDED_TO_SECRET = /-[A-Za-z0-9]{6}$/;

/** Values for the placeholders of a right. */
export type Names = Readonly<Record<string, string>>;

/** Takes the names from a resource's plaintext inputs. A name has `*` for a part that Pulumi or AWS chooses later. */
export function namesOf(
  resource: Pick<PlannedResource, "name">,
  inputs: Readonly<Record<string, unknown>>,
  { named = "name" }: TypeRights,
): Names {
  const given = text(inputs[named]);
  return {
    name: given === "" ? `${resource.name}-*` : nameIn(given),
    zone: text(inputs["zoneId"]),
    // ACM chooses the first label of the record that validates a certificate's domain.
    record: text(inputs["name"])
      .toLowerCase()
      .replace(/\.$/, "")
      .replace(/^_[0-9a-f]{8,}\./, "_*."),
    policy: text(inputs["policyArn"]),
  };
}

/** Takes the name from a name or from an ARN of the offline plan. */
function nameIn(given: string): string {
  if (!given.startsWith("arn:")) return given.replace(APPENDED, "-*");
  const parts = arnParts(given).resource.split(":");
  if (parts[0] === "secret") return parts.slice(1).join(":").replace(APPENDED_TO_SECRET, "");
  const pieces = parts.join("/").split("/");
  const piece = pieces.find((part) => APPENDED.test(part)) ?? pieces.at(-1) ?? "";
  return piece.replace(APPENDED, "-*");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
