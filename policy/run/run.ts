import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { AssetReader } from "../assets/assetReader";
import { DEFAULT_ENCRYPTED_PLACES, type EncryptedPlace } from "../credentials/encryptedPlaces";
import { stackConfig, type StackConfig } from "../credentials/ownValues";
import { unreadAssets, type UnreadAsset } from "../tree/assets";
import type { Leaf } from "../tree/leaves";
import { readTree } from "../tree/readTree";
import { isSameTree, type TreeObject } from "../tree/tree";
import { DeclaredS3Objects, OBJECT_TYPES } from "./declaredS3Objects";
import { GuardedValues } from "./guardedValues";
import { ReportedFindings } from "./reportedFindings";
import { ShownContainers } from "./shownContainers";

/** A resource as the engine shows it to a rule, either to a rule over one resource or to a rule over the stack. */
export type ShownResource = Pick<
  ResourceValidationArgs & PolicyResource,
  "type" | "name" | "urn" | "props" | "opts"
>;

/** The resource that was shown last. All rules look at one resource before the next one, but each rule may get its own copy. */
interface LastResource {
  /** The inputs as the last rule got them. */
  props: object;
  /** The inputs without the contents of assets. */
  readonly shown: TreeObject;
  /** The type, the name, the URN and the options with names in them, as one text. */
  readonly names: string;
  /** The inputs with the contents of assets. */
  readonly inputs: TreeObject;
  /** The assets that were not read completely. */
  readonly unreadAssets: readonly UnreadAsset[];
  /** The texts of the inputs; undefined until a rule asks for them. */
  texts: Promise<readonly Leaf[]> | undefined;
  /** Whether {@link Run.observe} has kept its containers and S3 objects. */
  observed: boolean;
}

/**
 * Everything that the pack keeps during a run. All rules share it. Its answers do not depend on which other rules are on, nor on
 * the order of the rules.
 */
export class Run {
  readonly guardedValues: GuardedValues;
  readonly shownContainers = new ShownContainers();
  readonly declaredObjects = new DeclaredS3Objects();
  readonly #reported = new Map<string, ReportedFindings>();
  readonly #reportedOnce = new Set<string>();
  #encryptedPlaces: readonly EncryptedPlace[] | undefined;
  readonly #assets = new AssetReader((text) => this.guardedValues.inspector.holdsOwnValue(text));
  #last: LastResource = {
    props: {},
    shown: {},
    names: "",
    inputs: {},
    unreadAssets: [],
    texts: undefined,
    observed: true,
  };

  /** @param config the stack's config, with the stack's own credentials. */
  constructor(config: StackConfig) {
    this.guardedValues = new GuardedValues(config);
  }

  /** The properties that count as encrypted, in addition to the fixed ones. They are the default ones until a rule adds some. */
  get encryptedPlaces(): readonly EncryptedPlace[] {
    return this.#encryptedPlaces ?? DEFAULT_ENCRYPTED_PLACES;
  }

  /** Adds properties that count as encrypted, for all rules. */
  addEncryptedPlaces(places: readonly EncryptedPlace[]): void {
    const known = this.#encryptedPlaces ?? [];
    const isKnown = ({ type, path }: EncryptedPlace): boolean =>
      known.some((place) => place.type === type && place.path === path);
    this.#encryptedPlaces = [...known, ...places.filter((place) => !isKnown(place))];
  }

  /**
   * Keeps the containers and the S3 objects that a resource shows in its inputs, because the plan as a whole does not show them.
   * Each rule that needs them calls this for each resource that it gets.
   */
  observe(resource: ShownResource): Promise<void> | undefined {
    const showsContainers = Object.hasOwn(resource.props, "containerDefinitions");
    const isObject = OBJECT_TYPES.includes(resource.type);
    if (!showsContainers && !isObject) return undefined;
    if (this.#last.props === resource.props && this.#last.observed) return undefined;
    return this.#observe(resource, showsContainers, isObject);
  }

  async #observe(
    resource: ShownResource,
    showsContainers: boolean,
    isObject: boolean,
  ): Promise<void> {
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

  /** The assets of a resource that were not read completely. */
  unreadAssetsOf(
    resource: ShownResource,
  ): readonly UnreadAsset[] | Promise<readonly UnreadAsset[]> {
    const last = this.#last;
    if (last.props === resource.props) return last.unreadAssets;
    return this.#read(resource).then(({ unreadAssets: assets }) => assets);
  }

  /** The texts of a resource, read from its inputs once for all rules. */
  textsOf(
    resource: ShownResource,
    read: (inputs: TreeObject) => readonly Leaf[],
  ): Promise<readonly Leaf[]> {
    const { props, texts } = this.#last;
    if (props === resource.props && texts !== undefined) return texts;
    return this.#readTexts(resource, read);
  }

  async #readTexts(
    resource: ShownResource,
    read: (inputs: TreeObject) => readonly Leaf[],
  ): Promise<readonly Leaf[]> {
    const last = await this.#read(resource);
    last.texts ??= Promise.resolve(read(last.inputs));
    return last.texts;
  }

  async #read(resource: ShownResource): Promise<LastResource> {
    const { props, type, name, urn, opts } = resource;
    // `main.js` lets all rules get the same object.
    if (props === this.#last.props) return this.#last;
    const { aliases, ignoreChanges, additionalSecretOutputs } = opts;
    const names = JSON.stringify([
      ...[type, name, urn],
      ...[aliases, ignoreChanges, additionalSecretOutputs],
    ]);
    const last = this.#last;
    const files: string[] = [];
    const shown = await readTree(props, (path) => {
      files.push(path);
      return Promise.resolve({ contents: undefined, unread: [] });
    });
    if (names === last.names && isSameTree(shown, last.shown)) {
      last.props = props;
      return last;
    }
    const hasFiles = files.length > 0;
    const inputs = hasFiles ? await readTree(props, (path) => this.#assets.read(path)) : shown;
    this.#last = {
      ...{ props, shown, names, inputs },
      unreadAssets: hasFiles ? unreadAssets(inputs) : [],
      texts: undefined,
      observed: false,
    };
    return this.#last;
  }

  /** The findings that a rule has reported so far. */
  reportedBy(rule: string): ReportedFindings {
    const known = this.#reported.get(rule) ?? new ReportedFindings();
    this.#reported.set(rule, known);
    return known;
  }

  /** Whether a message that is reported once in a run is new. It is new only for the first call. */
  isFirstTime(message: string): boolean {
    if (this.#reportedOnce.has(message)) return false;
    this.#reportedOnce.add(message);
    return true;
  }
}

/** The run that this process serves. The engine starts the pack anew for each preview and each update. */
export const run = new Run(stackConfig());
