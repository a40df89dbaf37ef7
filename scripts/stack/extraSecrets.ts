import type { ConfigMap } from "@pulumi/pulumi/automation";
import { EXTRA_SECRET_NAMESPACE } from "../../infra/credentials/extraSecrets";
import type { Check } from "../terminal/report";
import { difference } from "./stackSecrets";

/** The service's further secrets, compared between a `.env` file and the stack's config. */
export interface FoundExtraSecrets {
  /** The values of secrets that the config lists and the file has, by name. */
  readonly values: Readonly<Record<string, string>>;
  /**
   * A line for each of them, and for each entry of the file that the config does not list. No line contains a value or a part of
   * one.
   */
  readonly checks: readonly Check[];
  /** How many would change in the config. */
  readonly changed: number;
}

/**
 * Compares a `.env` file's further entries with the stack's config.
 *
 * @param others - the file's entries other than the five credentials
 */
export function findExtraSecrets(
  project: string,
  config: ConfigMap,
  others: Readonly<Record<string, string>>,
): FoundExtraSecrets {
  const listed = textsIn(config[`${project}:extraSecrets`]?.value);
  const differs = (name: string) =>
    difference(config[`${EXTRA_SECRET_NAMESPACE}:${name}`], others[name] ?? "");
  const kept = listed.filter((name) => Object.hasOwn(others, name));
  const missing = listed.filter(
    (name) => !kept.includes(name) && config[`${EXTRA_SECRET_NAMESPACE}:${name}`] === undefined,
  );
  const unlisted = Object.keys(others).filter((name) => !listed.includes(name));
  return {
    values: Object.fromEntries(kept.map((name) => [name, others[name] ?? ""])),
    changed: kept.filter((name) => differs(name) !== "same").length,
    checks: [
      ...kept.map((name) => line(name, differs(name) === "same" ? "ok" : "note", differs(name))),
      ...missing.map((name) =>
        line(name, "note", "is in extraSecrets, and has no value: add it to .env"),
      ),
      ...unlisted.map((name, index) =>
        line(
          name,
          "note",
          `is in .env and not in extraSecrets. To keep it: pulumi config set --plaintext --path 'extraSecrets[${listed.length + index}]' ${name}`,
        ),
      ),
    ],
  };
}

function line(name: string, result: Check["result"], detail: string): Check {
  return { name, result, detail };
}

/** The texts in a setting that is a JSON list. */
export function textsIn(list: string | undefined): string[] {
  try {
    const names: unknown = JSON.parse(list ?? "[]");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}
