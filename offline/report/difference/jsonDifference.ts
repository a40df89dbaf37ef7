import type { Comparison } from "../../command/compare";
import type { ContainerChange } from "../../difference/containerChanges";
import type { CostChange } from "../../difference/costChange";
import type { ValueChange } from "../../difference/valueChanges";
import type { Display } from "../masking/display";
import type { Plan } from "../plan";
import { isViolated, type FoundViolation } from "../violations";

/** Version of the object, as docs/json/difference.schema.json describes it. */
const SCHEMA_VERSION = 1;

/** Returns the difference as one JSON object: secret values as `[secret]`, unknown ones as `[unknown]`. */
export function jsonDifference(
  { passes, region, stack }: Plan,
  { commit, difference, notes }: Comparison,
  display: Display,
): Readonly<Record<string, unknown>> {
  const { containers, cost, outputs, resources, verdicts } = difference;
  const violations = (list: readonly FoundViolation[]) =>
    list.map(({ level, message, passes, policy, urn }) => ({
      policy,
      level,
      urn: display.text(urn),
      message: display.text(message),
      passes,
    }));
  return {
    schemaVersion: SCHEMA_VERSION,
    ok: !isViolated(passes),
    stack,
    region,
    comparedWith: { commit: commit.hash, description: display.text(commit.description) },
    notes: notes.map((note) => display.text(note)),
    resources: {
      unchanged: resources.unchanged,
      changes: resources.changes.map(({ follows, properties, ...change }) => ({
        ...change,
        name: display.text(change.name),
        urn: display.text(change.urn),
        properties: properties.map(({ ignored, replaces, ...place }) => ({
          ...shown(place, display),
          replaces,
          ignored,
        })),
        follows: follows.map((each) => ({ ...each, of: display.text(each.of) })),
      })),
    },
    containers: containers.map((container) => shownContainer(container, display)),
    outputs: outputs.map((change) => shown(change, display)),
    policies: {
      addedViolations: violations(verdicts.added),
      resolvedViolations: violations(verdicts.resolved),
      keptViolations: violations(verdicts.kept),
      added: verdicts.newPolicies,
      removed: verdicts.removedPolicies,
      otherLevels: verdicts.otherLevels,
    },
    cost: cost === undefined ? null : shownCost(cost, display),
  };
}

function shownCost({ lines, unpriced, ...sums }: CostChange, display: Display) {
  return {
    currency: "USD",
    per: "month",
    ...sums,
    lines: lines.map((line) => ({
      ...line,
      resource: display.text(line.resource),
      item: display.text(line.item),
    })),
    unpriced: unpriced.map((resource) => display.text(resource)),
  };
}

function shownContainer(container: ContainerChange, display: Display) {
  const { environment, kind, name, secrets, settings } = container;
  const all = (changes: readonly ValueChange[]) => changes.map((each) => shown(each, display));
  return {
    name: display.text(name),
    kind,
    settings: all(settings),
    environment: all(environment),
    secrets: all(secrets),
  };
}

function shown(change: ValueChange, display: Display): ValueChange {
  return {
    path: display.text(change.path),
    ...("before" in change ? { before: display.value(change.before) } : {}),
    ...("after" in change ? { after: display.value(change.after) } : {}),
  };
}
