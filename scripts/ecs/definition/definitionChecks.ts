import { ALL_CREDENTIALS, NEXT_AUTH_TOKEN } from "../../../infra/credentials/twilioCredentials";
import type { ContainerSecret } from "../ecs";
import type { Check } from "../../terminal/report";
import { parseValueFrom } from "./valueFrom";

/** What is wrong with a task definition although each of its secrets can be read: names that lack, or that are crossed. */
export function namesChecks(secrets: readonly ContainerSecret[]): Check[] {
  return ALL_CREDENTIALS.flatMap(({ name }) => {
    const given = secrets.filter((secret) => secret.name === name);
    // The next auth token is there only during a rotation.
    if (given.length === 0 && name === NEXT_AUTH_TOKEN.name) return [];
    if (given.length === 0) return [fault(name, "no container gets it")];
    return given.flatMap(({ valueFrom }) => {
      const selector = parseValueFrom(valueFrom);
      // What is no secret at all is told where it is read.
      if (selector.kind !== "secret" || selector.jsonKey === name) return [];
      const gets =
        selector.jsonKey === undefined ? "the whole secret" : "another key of the secret";
      return [fault(name, `gets ${gets}`)];
    });
  });
}

/** Whether ECS would start a task of it. A service goes on with one that was deregistered; nothing else can start it. */
export function statusChecks(status: string | undefined, hasService: boolean): Check[] {
  if (status === undefined || status === "ACTIVE") return [];
  const detail = `is ${status}: ECS starts it for a service that has it already, and for nothing else`;
  const result = hasService ? "note" : "fail";
  return [{ name: "task definition", result, detail, cure: "npm run up" }];
}

/** Since this platform version Fargate takes JSON keys and versions of secrets. Source: AWS's guide to ECS. */
const KEYS_SINCE = [1, 4] as const;

/** Whether the service's platform version can take a key out of a secret. */
export function platformChecks(platformVersion: string | undefined): Check[] {
  const [major = 0, minor = 0] = (platformVersion ?? "").split(".").map(Number);
  const [sinceMajor, sinceMinor] = KEYS_SINCE;
  const named = /^\d+\.\d+/.test(platformVersion ?? "");
  if (!named || major > sinceMajor || (major === sinceMajor && minor >= sinceMinor)) return [];
  return [
    {
      name: "platform",
      result: "fail",
      detail: `Fargate ${platformVersion ?? ""} takes no key out of a secret: ${KEYS_SINCE.join(".")}.0 is the first that does`,
      cure: "npm run up",
    },
  ];
}

function fault(name: string, detail: string): Check {
  return { name, result: "fail", detail, cure: "npm run up" };
}
