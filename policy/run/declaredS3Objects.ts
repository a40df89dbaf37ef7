import { isTreeObject, UNKNOWN, type TreeObject } from "../tree/tree";

/** The types of S3 objects whose text is in the program. */
export const OBJECT_TYPES: readonly string[] = [
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
];

/** The S3 objects that the program has declared so far, if the rules can read their text. */
export class DeclaredS3Objects {
  readonly #places = new Set<string>();

  /** Keeps the bucket and the key of an object, if its text can be read. Every rule may call it, and more than once. */
  observe(inputs: TreeObject): void {
    const { bucket, key } = inputs;
    if (typeof bucket !== "string" || typeof key !== "string" || !isReadable(inputs)) return;
    this.#places.add(placeOf(bucket, key));
  }

  /** Whether an ARN belongs to a declared object. */
  has(arn: string): boolean {
    const [, bucket, key] = /^arn:[^:]*:s3:::([^/]+)\/(.+)$/s.exec(arn) ?? [];
    return bucket !== undefined && key !== undefined && this.#places.has(placeOf(bucket, key));
  }
}

/** Whether the rules can read the text of an object. Text that a preview cannot know is read in the update. */
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
