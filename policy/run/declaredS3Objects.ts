import { isTreeObject, UNKNOWN, type TreeObject } from "../tree/tree";

/** The types of objects in S3 whose text a program states. */
export const OBJECT_TYPES: readonly string[] = [
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
];

/** The objects in S3 that the program has declared so far, and whose text the rules have read. */
export class DeclaredS3Objects {
  readonly #places = new Set<string>();

  /** Keeps an object's place, if its text can be read; to be asked any number of times, by any rule. */
  observe(inputs: TreeObject): void {
    const { bucket, key } = inputs;
    if (typeof bucket !== "string" || typeof key !== "string" || !isReadable(inputs)) return;
    this.#places.add(placeOf(bucket, key));
  }

  /** Whether an ARN is that of a declared object. */
  has(arn: string): boolean {
    const [, bucket, key] = /^arn:[^:]*:s3:::([^/]+)\/(.+)$/s.exec(arn) ?? [];
    return bucket !== undefined && key !== undefined && this.#places.has(placeOf(bucket, key));
  }
}

/** Whether the text of an object is read, now or, where a preview cannot know it, in the update. */
export function isReadable({ content, contentBase64, source }: TreeObject): boolean {
  if (isText(content) || isText(contentBase64) || source === UNKNOWN) return true;
  if (!isTreeObject(source)) return false;
  return isText(source["text"]) || isText(source["contents"]);
}

function isText(value: TreeObject[string] | undefined): boolean {
  return typeof value === "string" || value === UNKNOWN;
}

function placeOf(bucket: string, key: string): string {
  return `${bucket.replace(/^arn:[^:]*:s3:::/, "")}/${key.replace(/^\//, "")}`;
}
