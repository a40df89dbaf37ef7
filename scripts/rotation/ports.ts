/** The credentials of a rotation, as the stack's config holds them. */
export interface RotationConfig {
  readonly main: string;
  readonly next: string | undefined;
  readonly keySid: string;
  readonly keySecret: string;
  /** SID of the old API key, which must be deleted. */
  readonly oldKeySid: string | undefined;
}

/** A change of the config. Undefined removes a value. */
export type ConfigChange = Partial<RotationConfig>;

/** The stack's config. */
export interface ConfigPort {
  read(): Promise<RotationConfig>;
  /** Makes the whole change at once, or none of it. */
  write(change: ConfigChange): Promise<void>;
}

/** An API key as Twilio lists it. */
export interface ListedKey {
  readonly sid: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** The result of a promotion: Twilio's answer, or there was no secondary token, or Twilio did not accept the login. */
export type Promotion = { readonly primary: string } | "no secondary" | "not accepted";

/** The Twilio account. Each call logs in with the given token. */
export interface TwilioPort {
  tokenWorks(token: string): Promise<boolean>;
  keyWorks(sid: string, secret: string): Promise<boolean>;
  /** The account's primary token, which is compared and never stored. Undefined if Twilio does not show it. */
  primaryToken(token: string): Promise<string | undefined>;
  /** @throws ScriptError if Twilio refuses or does not answer */
  createSecondary(token: string): Promise<string>;
  /** Returns whether there was one. */
  deleteSecondary(token: string): Promise<boolean>;
  promote(token: string): Promise<Promotion>;
  /** The policy of a restricted key; null for a standard key, "main" for a main key, "missing" if there is no such key. */
  keyPolicy(
    token: string,
    sid: string,
    secret: string,
  ): Promise<object | null | "main" | "missing">;
  createKey(
    token: string,
    name: string,
    policy: object | null,
  ): Promise<{ readonly sid: string; readonly secret: string }>;
  /** Succeeds also if the key does not exist. */
  deleteKey(token: string, sid: string): Promise<void>;
  keys(token: string): Promise<readonly ListedKey[]>;
}

/** How far the config's values are deployed. */
export type Rollout =
  | { readonly state: "deployed"; readonly tasks: number }
  | { readonly state: "under way" | "not deployed"; readonly detail: string };

/** The secret, and the tasks that use it. */
export interface TasksPort {
  rollout(): Promise<Rollout>;
  /** Runs `pulumi up` with the policy pack. */
  up(): Promise<void>;
  /**
   * Proves through the public endpoint that every task accepts these tokens and refuses a random one.
   * @throws ScriptError if a task does not
   */
  prove(tokens: readonly string[], tasks: number): Promise<void>;
}

/** Everything that a rotation reads or changes. */
export interface RotationPorts {
  readonly config: ConfigPort;
  readonly twilio: TwilioPort;
  readonly tasks: TasksPort;
  /** Prefix of a new key's name, which no other stack uses. */
  readonly keyPrefix: string;
  /** Asks the user. @throws ScriptError if the answer is no */
  readonly confirm: (question: string) => Promise<void>;
  /** Finishes a step before an interrupt ends the run. */
  readonly hold: (step: () => Promise<void>) => Promise<void>;
  /** Shows the user the state, or what is being done. */
  readonly tell: (text: string) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => Date;
}
