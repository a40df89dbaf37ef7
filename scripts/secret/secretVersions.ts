import { ECSClient } from "@aws-sdk/client-ecs";
import type { AwsSession } from "../aws/session";
import { parseValueFrom } from "../ecs/definition/valueFrom";
import {
  containerSecrets,
  describeService,
  describeTaskDefinition,
  shortName,
  taskDefinitionsOf,
} from "../ecs/ecs";
import type { ScriptInputs } from "../stack/scriptInputs";
import type { Check } from "../terminal/report";

/** Checks that the tasks use the current version of the secret. */
export async function versionChecks(
  session: AwsSession,
  inputs: ScriptInputs,
  secretArn: string,
  current: string,
): Promise<Check[]> {
  const name = "version";
  const client = new ECSClient(session.clientConfig);
  const [cluster, service] = [inputs.optional("cluster"), inputs.optional("service")];
  const given = inputs.optional("task-definition");
  const definitions =
    cluster !== undefined && service !== undefined
      ? taskDefinitionsOf(await describeService(session, client, cluster, service))
      : given === undefined
        ? []
        : [given];
  if (definitions.length === 0) {
    return [{ name, result: "note", detail: "not compared: no --service or --task-definition" }];
  }
  const checks: Check[] = [];
  for (const definition of definitions) {
    const { containerDefinitions } = await describeTaskDefinition(session, client, definition);
    const secrets = containerSecrets({ containerDefinitions });
    const label = shortName(definition);
    checks.push(
      versionCheck(
        label,
        secrets.map(({ valueFrom }) => valueFrom),
        secretArn,
        current,
      ),
    );
  }
  return checks;
}

/** Compares the versions in a task definition with the current one. */
function versionCheck(
  taskDefinition: string,
  valueFroms: readonly string[],
  secretArn: string,
  current: string,
): Check {
  const name = "version";
  const fix = "npm run up";
  const own = valueFroms
    .map(parseValueFrom)
    .filter((each) => each.kind === "secret")
    .filter(({ secretId }) => secretId === secretArn);
  const pinned = [...new Set(own.map(({ versionId }) => versionId))];
  if (own.length === 0) {
    return {
      name,
      result: "fail",
      detail: `${taskDefinition} takes nothing from this secret`,
      fix,
    };
  }
  if (pinned.every((id) => id === current)) {
    return { name, result: "ok", detail: `${current}, the one that ${taskDefinition} names` };
  }
  if (pinned.every((id) => id === undefined)) {
    return {
      name,
      result: "note",
      detail: `${taskDefinition} names none: a task takes the current one`,
    };
  }
  return {
    name,
    result: "fail",
    detail: `${taskDefinition} names ${pinned.map((id) => id ?? "none").join(" and ")}, current is ${current}`,
    fix,
  };
}
