import type {
  Operation,
  PropertyChange,
  ResourceChange,
  ResourceDifference,
} from "../../difference/resourceChanges";
import { propertyOf } from "../../difference/valueChanges";
import type { Display } from "../masking/display";
import { shortType } from "../tree";
import { line, signOf, type Line, type Section, type Sign } from "./line";
import { changeText, oneLine } from "./valueText";

const SIGNS: Readonly<Record<Operation, Sign>> = {
  create: "+",
  update: "~",
  replace: "±",
  delete: "-",
};

/** What the operations are called, in the order in which they are counted. */
const WORDS: readonly (readonly [Operation, string])[] = [
  ["create", "to create"],
  ["update", "to change"],
  ["replace", "to replace"],
  ["delete", "to delete"],
];

const TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition";

/** Returns the number of resources by what happens to them, for example "1 to change, 52 unchanged". */
export function countText({ changes, unchanged }: ResourceDifference): string {
  const counts = WORDS.map(([operation, words]) => {
    const count = changes.filter((change) => change.operation === operation).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return [...counts.flat(), `${unchanged} unchanged`].join(", ");
}

/** Returns a line for each resource, and below it one for each of its changed properties. */
export function resourceSection({ changes }: ResourceDifference, display: Display): Section {
  const types = changes.map(({ type }) => shortType(type));
  const width = Math.max(0, ...types.map(({ length }) => length));
  const lines = changes.flatMap((change, index) => [
    line(SIGNS[change.operation], headText(change, (types[index] ?? "").padEnd(width), display)),
    ...propertyLines(change, display),
    ...followed(change).map(({ of, property, replaces }) =>
      line(
        "~",
        `${property}: follows ${oneLine(of, display)}, which is replaced${cause(replaces)}`,
        1,
      ),
    ),
  ]);
  return { title: "Resources", lines };
}

/** Returns the changes that have no line yet. A property whose own value changes has one already. */
function followed({ follows, properties }: ResourceChange): ResourceChange["follows"] {
  const changed = properties.map(propertyOf);
  return follows.filter(({ property }) => !changed.includes(property));
}

function headText(
  { formerName, name, operation }: ResourceChange,
  type: string,
  display: Display,
): string {
  const former = formerName === undefined ? "" : `, before: ${oneLine(formerName, display)}`;
  const replaced = operation === "replace" ? " (replaced)" : "";
  return `${type}  ${oneLine(name, display)}${former}${replaced}`;
}

function propertyLines({ properties, type }: ResourceChange, display: Display): Line[] {
  const inContainers = properties.filter((change) => isContainer(type, change));
  const others = properties.filter((change) => !isContainer(type, change));
  return [
    ...(inContainers.length === 0
      ? []
      : [line("~", `containerDefinitions: see the container${cause(true)}`, 1)]),
    ...others.map((change) => propertyLine(change, display)),
  ];
}

/** The sections on the containers show what differs there. */
function isContainer(type: string, change: PropertyChange): boolean {
  return type === TASK_DEFINITION && propertyOf(change) === "containerDefinitions";
}

function propertyLine(change: PropertyChange, display: Display): Line {
  const text = `${oneLine(change.path, display)}: ${changeText(change, display)}`;
  if (!change.ignored) return line(signOf(change), `${text}${cause(change.replaces)}`, 1);
  return line(" ", `${text} (ignored: only a new stack gets it)`, 1);
}

function cause(replaces: boolean): string {
  return replaces ? " (this replaces it)" : "";
}
