import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { AssetReader } from "../assets/assetReader";
import { DEFAULT_ENCRYPTED_PLACES, type EncryptedPlace } from "../credentials/encryptedPlaces";
import { stackConfig, type StackConfig } from "../credentials/ownValues";
import type { Leaf } from "../tree/leaves";
import { readTree } from "../tree/readTree";
import { isSameTree, type TreeObject } from "../tree/tree";
import { DeclaredS3Objects, OBJECT_TYPES } from "./declaredS3Objects";
import { GuardedValues } from "./guardedValues";
import { ReportedFindings } from "./reportedFindings";
import { ShownContainers } from "./shownContainers";

/** What the engine shows of a resource, to a rule over one resource or over the stack. */
export type ShownResource = Pick<
  ResourceValidationArgs & PolicyResource,
  "type" | "name" | "urn" | "props" | "opts"
>;

/** The resource that was shown last: the rules look at one resource in turn, each at a copy of its own. */
interface Last {
  /** Its inputs as the SDK gave them. */
  readonly given: ReadonlyMap<string, unknown>;
  /** Its inputs as they were shown, without what is behind assets, and its names. */
  readonly shown: TreeObject;
  readonly names: string;
  readonly inputs: TreeObject;
  texts: readonly Leaf[] | undefined;
  /** Whether what it shows for later is kept. */
  observed: boolean;
}

/**
 * All that the pack keeps in the course of a run. Every rule asks it, and it answers the same whichever other rules are on
 * and in whatever order they are asked.
 */
export class Run {
  readonly guardedValues: GuardedValues;
  readonly shownContainers = new ShownContainers();
  readonly declaredObjects = new DeclaredS3Objects();
  readonly #reported = new Map<string, ReportedFindings>();
  readonly #said = new Set<string>();
  #encryptedPlaces: readonly EncryptedPlace[] | undefined;
  readonly #assets = new AssetReader((text) => this.guardedValues.inspector.holdsOwnValue(text));
  #last: Last = { given: new Map(), shown: {}, names: "", inputs: {}, texts: [], observed: true };

  /** @param config the stack's config, in which the stack's own credentials are. */
  constructor(config: StackConfig) {
    this.guardedValues = new GuardedValues(config);
  }

  /** The properties that the rules take for encrypted, beyond those that always are; the default ones until a rule names some. */
  get encryptedPlaces(): readonly EncryptedPlace[] {
    return this.#encryptedPlaces ?? DEFAULT_ENCRYPTED_PLACES;
  }

  /** Takes further properties for encrypted, for all rules. */
  addEncryptedPlaces(places: readonly EncryptedPlace[]): void {
    const known = this.#encryptedPlaces ?? [];
    const isKnown = ({ type, path }: EncryptedPlace): boolean =>
      known.some((place) => place.type === type && place.path === path);
    this.#encryptedPlaces = [...known, ...places.filter((place) => !isKnown(place))];
  }

  /**
   * Keeps what a resource's inputs show and the plan as a whole will not. Each rule that relies on it asks for it, for each
   * resource that it is shown.
   */
  async observe(resource: ShownResource): Promise<void> {
    const showsContainers = Object.hasOwn(resource.props, "containerDefinitions");
    const isObject = OBJECT_TYPES.includes(resource.type);
    if (!showsContainers && !isObject) return;
    const last = await this.#read(resource);
    if (last.observed) return;
    last.observed = true;
    if (showsContainers) this.shownContainers.observe(resource, last.inputs);
    if (isObject) this.declaredObjects.observe(last.inputs);
  }

  /** The inputs of a resource, with the contents of the files behind its assets. */
  async inputsOf(resource: ShownResource): Promise<TreeObject> {
    return (await this.#read(resource)).inputs;
  }

  /** The texts of a resource, read from its inputs once for all rules. */
  async textsOf(
    resource: ShownResource,
    read: (inputs: TreeObject) => readonly Leaf[],
  ): Promise<readonly Leaf[]> {
    const last = await this.#read(resource);
    last.texts ??= read(last.inputs);
    return last.texts;
  }

  async #read({ props, type, name, urn, opts }: ShownResource): Promise<Last> {
    const { aliases, ignoreChanges, additionalSecretOutputs } = opts;
    const names = JSON.stringify([
      ...[type, name, urn],
      ...[aliases, ignoreChanges, additionalSecretOutputs],
    ]);
    const last = this.#last;
    const given = givenValues(props);
    if (names === last.names && isSameMap(given, last.given)) return last;
    const files: string[] = [];
    const shown = await readTree(props, (path) => {
      files.push(path);
      return Promise.resolve({ contents: undefined, unread: [] });
    });
    if (names === last.names && isSameTree(shown, last.shown)) return last;
    this.guardedValues.inspector.beginResource();
    const inputs =
      files.length > 0 ? await readTree(props, (path) => this.#assets.read(path)) : shown;
    this.#last = { given, shown, names, inputs, texts: undefined, observed: false };
    return this.#last;
  }

  /** What a rule has reported of each resource. */
  reportedBy(rule: string): ReportedFindings {
    const known = this.#reported.get(rule) ?? new ReportedFindings();
    this.#reported.set(rule, known);
    return known;
  }

  /** Whether something is to be said that needs saying only once; true the first time. */
  isFirstTime(saying: string): boolean {
    if (this.#said.has(saying)) return false;
    this.#said.add(saying);
    return true;
  }
}

/** The run that this process serves. The engine starts the pack anew for each preview and each update. */
export const run = new Run(stackConfig());

/** The values of properties past the proxy, which throws on unknown ones. */
function givenValues(properties: object): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const key of Object.keys(properties)) {
    values.set(key, Object.getOwnPropertyDescriptor(properties, key)?.value);
  }
  return values;
}

function isSameMap(
  one: ReadonlyMap<string, unknown>,
  other: ReadonlyMap<string, unknown>,
): boolean {
  if (one.size !== other.size) return false;
  for (const [key, value] of one) {
    if (other.get(key) !== value || !other.has(key)) return false;
  }
  return true;
}
