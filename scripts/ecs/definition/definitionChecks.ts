import { ALL_CREDENTIALS, NEXT_AUTH_TOKEN } from "../../../infra/credentials/twilioCredentials";
import type { ContainerSecret } from "../ecs";
import type { Check } from "../../terminal/report";
import { parseValueFrom } from "./valueFrom";

/**
 * Faults in a task definition's names that remain even if each secret can be read: a missing name, or a name that gets the wrong
 * key.
 */
export function namesChecks(secrets: readonly ContainerSecret[]): Check[] {
  return ALL_CREDENTIALS.flatMap(({ name }) => {
    const given = secrets.filter((secret) => secret.name === name);
    // Only a rotation has the next auth token.
    if (given.length === 0 && name === NEXT_AUTH_TOKEN.name) return [];
    if (given.length === 0) return [fault(name, "no container gets it")];
    return given.flatMap(({ valueFrom }) => {
      const selector = parseValueFrom(valueFrom);
      // A valueFrom that is not a secret is reported when it is read.
      if (selector.kind !== "secret" || selector.jsonKey === name) return [];
      const gets =
        selector.jsonKey === undefined ? "the whole secret" : "another key of the secret";
      return [fault(name, `gets ${gets}`)];
    });
  });
}

/** Whether ECS would start a task of this definition. Only a service that already uses a deregistered one can still start it. */
export function statusChecks(status: string | undefined, hasService: boolean): Check[] {
  if (status === undefined || status === "ACTIVE") return [];
  const detail = `is ${status}: ECS starts it only for a service that already uses it`;
  const result = hasService ? "note" : "fail";
  return [{ name: "task definition", result, detail, fix: "npm run up" }];
}

/** The first platform version of Fargate that supports JSON keys and versions of secrets. Source: AWS's guide to ECS. */
const KEYS_SINCE = [1, 4] as const;

/** Whether the service's platform version can read a single key of a secret. */
export function platformChecks(platformVersion: string | undefined): Check[] {
  const [major = 0, minor = 0] = (platformVersion ?? "").split(".").map(Number);
  const [sinceMajor, sinceMinor] = KEYS_SINCE;
  const named = /^\d+\.\d+/.test(platformVersion ?? "");
  if (!named || major > sinceMajor || (major === sinceMajor && minor >= sinceMinor)) return [];
  return [
    {
      name: "platform",
      result: "fail",
      detail: `Fargate ${platformVersion ?? ""} cannot read a key of a secret: ${KEYS_SINCE.join(".")}.0 is the first that can`,
      fix: "npm run up",
    },
  ];
}

function fault(name: string, detail: string): Check {
  return { name, result: "fail", detail, fix: "npm run up" };
}
