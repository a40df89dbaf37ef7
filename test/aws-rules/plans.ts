import { documents, type PolicyDocument } from "../../scripts/deployer/documents";
import { statementsFor } from "../../scripts/deployer/statements";
import { readStackFile } from "../../offline/config/project";
import { mergeConfig } from "../../offline/config/stackConfig";
import { sampleCredentials } from "../../offline/config/credentials";
import { unwrapSecrets } from "../../offline/engine/wire";
import { PROJECT, ROOT } from "../support/program/devStack";
import { OPTIONS } from "../support/program/options";
import { runProgram } from "../support/program/program";

/** A resource as Pulumi's AWS provider gets it. */
export interface PlannedInputs {
  readonly type: string;
  readonly name: string;
  /** Plain inputs. Letters replace the credentials. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The resources of a stack's program, with identifiers like those of a deployed stack. */
export interface Plan {
  readonly name: string;
  readonly region: string;
  readonly resources: readonly PlannedInputs[];
  /** The deployer's policies for this plan, if they are checked as well. */
  readonly deployer?: readonly PolicyDocument[];
}

/** A plan with the policies that its deployer needs. */
export function withDeployer(plan: Plan): Plan {
  const place = { partition: "aws", region: plan.region, account: "123456789012" };
  return { ...plan, deployer: documents(statementsFor(plan.resources, place)) };
}

/** The plans of dev, of prod, and of dev with each bundle of options: one evaluation of the program each. */
export async function allPlans(): Promise<Plan[]> {
  const plans: Plan[] = [];
  // The plans are made one after the other, because all programs in this process share one mock monitor.
  for (const [name, stack, settings] of [
    ["dev", "dev", []],
    ["prod", "prod", []],
    ...OPTIONS.map(({ title, settings: own }) => [title, "dev", own] as const),
  ] as const) {
    plans.push(await planOf(name, stack, settings));
  }
  return plans;
}

async function planOf(name: string, stack: string, settings: readonly string[]): Promise<Plan> {
  const credentials = sampleCredentials();
  const stackFile = readStackFile(ROOT, stack);
  const overrides = [...settings];
  const { values } = mergeConfig({ project: PROJECT, stack, stackFile, overrides, credentials });
  const { registrations } = await runProgram({
    credentials,
    stack,
    overrides: values,
    allowPlaceholders: true,
  });
  const hide = (text: string) =>
    Object.values(credentials).reduce(
      (hidden, value) => hidden.replaceAll(value, "x".repeat(value.length)),
      text,
    );
  return {
    name,
    region: values["aws:region"] ?? "",
    resources: registrations
      .filter(({ custom }) => custom)
      .map(({ type, name: resource, inputs }) => {
        const plain: Record<string, unknown> = unwrapSecrets(inputs);
        return { type, name: resource, inputs: hidden(plain, hide) };
      }),
  };
}

function hidden(
  inputs: Readonly<Record<string, unknown>>,
  hide: (text: string) => string,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [
      key,
      typeof value === "string" ? hide(value) : value,
    ]),
  );
}
