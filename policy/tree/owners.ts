/**
 * A name around a value, in a chain from the innermost name to the outermost: `token` in
 * `{ "twilio": { "auth": { "token": … } } }` has the owners `auth` and `twilio`.
 */
export interface Owner {
  readonly name: string;
  /**
   * Where the name comes from: a `key` on the way to the value; a `provider` that stands next to it, as in
   * `{ provider: "twilio", token }`; the `title` of what holds it, such as a resource's name or `metadata.name`; or the `type`
   * of the resource.
   */
  readonly kind: "key" | "provider" | "title" | "type";
  readonly outer: Owner | undefined;
  /** Whether this name or one further out says Twilio. */
  readonly saysTwilio: boolean;
}

/** Most characters of a name that can own a value; longer texts are no names. */
const LONGEST_NAME = 200;

/** Adds a name to a chain of owners; the chain itself where the text is too long for a name. */
export function ownedBy(
  name: string,
  kind: Owner["kind"],
  outer: Owner | undefined,
): Owner | undefined {
  if (name.length > LONGEST_NAME) return outer;
  return { name, kind, outer, saysTwilio: outer?.saysTwilio === true || /twilio/i.test(name) };
}

/** The type of the resource that a chain of owners begins with; "" where it begins with something else. */
export function resourceTypeOf(owners: Owner | undefined): string {
  let last = owners;
  while (last?.outer !== undefined) last = last.outer;
  return last?.kind === "type" ? last.name : "";
}
