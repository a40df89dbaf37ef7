import { ALL_CREDENTIALS, NEXT_AUTH_TOKEN } from "../../infra/credentials/twilioCredentials";
import type { ContainerSecret } from "./ecs";
import type { Check } from "../terminal/report";
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

function fault(name: string, detail: string): Check {
  return { name, result: "fail", detail, cure: "npm run up" };
}
