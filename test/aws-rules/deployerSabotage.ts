import type { Statement } from "../../scripts/deployer/statements";
import { type Plan, withDeployer } from "./plans";

/** A wrong policy of a deployer, and the fault that must be reported. */
interface DeployerSabotage {
  readonly title: string;
  /** Changes each statement of the first plan's policies. */
  readonly change: (statement: Statement) => Statement;
  readonly fault: RegExp;
}

/** Wrong policies, one for each check of a deployer's policy. */
export const DEPLOYER_SABOTAGES: readonly DeployerSabotage[] = [
  {
    title: "deployer: a missing permission",
    change: without("ecs:CreateService"),
    fault: /^deployer: ecs:CreateService is not allowed/,
  },
  {
    title: "deployer: an action that does not exist",
    change: renamed("ecs:CreateService", "ecs:MakeService"),
    fault: /^deployer: UNKNOWN_ACTION/,
  },
  {
    title: "deployer: an action on a resource of another kind",
    change: (statement) =>
      statement.Action.includes("secretsmanager:CreateSecret")
        ? { ...statement, Resource: ["arn:aws:secretsmanager:eu-north-1:*:vault:x"] }
        : statement,
    fault: /^deployer: RESOURCE_MISMATCH/,
  },
];

/** The first plan once for each sabotage, without its resources' own checks. */
export function deployerSabotages(plans: readonly Plan[]): Plan[] {
  const [first] = plans.map(withDeployer);
  return DEPLOYER_SABOTAGES.map(({ title, change }) => ({
    name: title,
    region: first?.region ?? "",
    resources: first?.resources ?? [],
    deployer: (first?.deployer ?? []).map((document) => ({
      ...document,
      Statement: document.Statement.map(change),
    })),
  }));
}

function without(action: string): DeployerSabotage["change"] {
  return (statement) => ({
    ...statement,
    Action: statement.Action.filter((one) => one !== action),
  });
}

function renamed(from: string, to: string): DeployerSabotage["change"] {
  return (statement) => ({
    ...statement,
    Action: statement.Action.map((one) => (one === from ? to : one)),
  });
}
