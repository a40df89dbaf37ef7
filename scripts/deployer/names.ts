import type { PlannedResource } from "../../offline/engine/goal";
import type { TypeRights } from "./rights/right";

/** What Pulumi appends to a name that the program leaves to it. */
const APPENDED = /-[0-9a-f]{7}$/;

/** What Secrets Manager appends to a secret's name in its ARN. */
const APPENDED_TO_SECRET = /-[A-Za-z0-9]{6}$/;

/** What the placeholders of a right stand for. */
export type Names = Readonly<Record<string, string>>;

/** Takes the names from a resource's plain inputs. A name that is still to be made up has `*` for the part that is not known. */
export function namesOf(
  resource: Pick<PlannedResource, "name">,
  inputs: Readonly<Record<string, unknown>>,
  { named = "name" }: TypeRights,
): Names {
  const given = text(inputs[named]);
  return {
    name: given === "" ? `${resource.name}-*` : nameIn(given),
    zone: text(inputs["zoneId"]),
    // ACM makes up the first label of the record that proves a certificate's domain.
    record: text(inputs["name"])
      .toLowerCase()
      .replace(/\.$/, "")
      .replace(/^_[0-9a-f]{8,}\./, "_*."),
    policy: text(inputs["policyArn"]),
  };
}

/** The name in a text that is a name, or an ARN of the offline plan. */
function nameIn(given: string): string {
  if (!given.startsWith("arn:")) return given.replace(APPENDED, "-*");
  const parts = given.split(":").slice(5);
  if (parts[0] === "secret") return parts.slice(1).join(":").replace(APPENDED_TO_SECRET, "");
  const pieces = parts.join("/").split("/");
  const piece = pieces.find((part) => APPENDED.test(part)) ?? pieces.at(-1) ?? "";
  return piece.replace(APPENDED, "-*");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
