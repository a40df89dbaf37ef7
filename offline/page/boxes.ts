/** A box of the diagram. */
export interface Box {
  /** Name in the plan, or the name of something outside AWS. */
  readonly title: string;
  /** The AWS service that it belongs to, for example "KMS". */
  readonly kind: string;
  readonly facts: readonly string[];
}

/** A part of the network, and what is in it. */
export interface Zone {
  readonly title: string;
  readonly facts: readonly string[];
  readonly boxes: readonly Box[];
}

/** The content of the diagram, from the caller to the services that the tasks use. */
export interface StackPicture {
  readonly outside: readonly Box[];
  /** How calls get from outside to the network, for example "HTTPS 443". */
  readonly way: string;
  readonly network: { readonly title: string; readonly facts: readonly string[] };
  readonly zones: readonly Zone[];
  /** Services of AWS that the tasks use, or that watch them. */
  readonly services: readonly Box[];
}
