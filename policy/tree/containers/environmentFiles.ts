import { parseJson } from "../readTree";
import { containerPlaces } from "./containerPlaces";
import { isTreeList, isTreeObject, UNKNOWN, valueAt, type Tree, type TreeObject } from "../tree";

/** A file in S3 with plaintext environment variables: an entry of `environmentFiles` of a container. */
export interface EnvironmentFile {
  /** For example `containerDefinitions[0].environmentFiles[0]`. */
  readonly path: string;
  /** The ARN of the S3 object; {@link UNKNOWN} if a preview cannot know it. */
  readonly arn: string | typeof UNKNOWN;
}

/** The environment files of all containers of a resource, and of the overrides of the task that it runs. */
export function environmentFiles(type: string, inputs: TreeObject): EnvironmentFile[] {
  return containerPlaces(type, inputs).flatMap(({ path }) => {
    const value = valueAt(inputs, ...path);
    const place = path.join(".");
    return value === undefined ? [] : filesIn(parsed(value), place);
  });
}

/** The environment files of one container. */
export function environmentFilesOf(path: string, container: TreeObject): EnvironmentFile[] {
  const files = container["environmentFiles"];
  const place = `${path}.environmentFiles`;
  if (files === UNKNOWN) return [{ path: place, arn: UNKNOWN }];
  return (isTreeList(files) ? files : []).flatMap((file, index) => {
    const arn = valueAt(file, "value");
    return typeof arn === "string" || arn === UNKNOWN ? [{ path: `${place}[${index}]`, arn }] : [];
  });
}

function parsed(value: Tree): Tree {
  return typeof value === "string" ? (parseJson(value) ?? value) : value;
}

/** The environment files of a list of containers, of a single container, or of the `containerOverrides` of a task. */
function filesIn(value: Tree, path: string): EnvironmentFile[] {
  if (isTreeList(value)) {
    return value.flatMap((item, index) => filesIn(item, `${path}[${index}]`));
  }
  if (!isTreeObject(value)) return [];
  const overrides = value["containerOverrides"];
  return [
    ...environmentFilesOf(path, value),
    ...(overrides === undefined ? [] : filesIn(overrides, `${path}.containerOverrides`)),
  ];
}
