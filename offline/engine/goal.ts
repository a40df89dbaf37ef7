/** What a program sends the engine to register a resource. */
export interface Goal {
  readonly type: string;
  readonly name: string;
  /** URN, or "" for the stack itself. */
  readonly parent: string;
  readonly custom: boolean;
  /** True for a component that a provider makes, together with its children. */
  readonly remote: boolean;
  /** Properties as on the wire, secrets and unknowns marked. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Reference to the provider to use, `URN::ID`; "" for the default one. */
  readonly provider: string;
  /** Version of the provider's package, or "" if the program does not set one. */
  readonly version: string;
  /** URNs. */
  readonly dependencies: readonly string[];
  /** URNs by property. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly string[];
  /** URNs of the resource's aliases with another name, type or parent. */
  readonly formerUrns?: readonly string[];
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean | undefined;
  readonly timeouts: { readonly create: string; readonly update: string; readonly delete: string };
  /** Id of an existing resource that is only read. */
  readonly readId?: string;
}

/** A resource of the plan. */
export interface PlannedResource extends Goal {
  readonly urn: string;
  /** "" if it is not known yet, and for components. */
  readonly id: string;
  /** Outputs as on the wire; a component's own ones come last. */
  outputs: Readonly<Record<string, unknown>>;
  /** The provider resource that manages it. */
  readonly providerResource: PlannedResource | undefined;
}
