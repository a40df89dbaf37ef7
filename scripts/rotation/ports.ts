/** The credentials that a rotation works with, as the stack's config holds them. */
export interface RotationConfig {
  readonly main: string;
  readonly next: string | undefined;
  readonly keySid: string;
  readonly keySecret: string;
  /** SID of an API key that is to be deleted. */
  readonly oldKeySid: string | undefined;
}

/** A change of the config; undefined takes a value out. */
export type ConfigChange = Partial<RotationConfig>;

/** The stack's config. */
export interface ConfigPort {
  read(): Promise<RotationConfig>;
  /** Changes all at once, or nothing. */
  write(change: ConfigChange): Promise<void>;
}

/** An API key as Twilio lists it. */
export interface ListedKey {
  readonly sid: string;
  readonly name: string;
  readonly createdAt: Date;
}

/** What a promotion came to: Twilio's answer, or that there was nothing to promote or nobody to do it as. */
export type Promotion = { readonly primary: string } | "no secondary" | "not accepted";

/** Twilio's account. Each call logs in with the token that it is given. */
export interface TwilioPort {
  tokenWorks(token: string): Promise<boolean>;
  keyWorks(sid: string, secret: string): Promise<boolean>;
  /** The account's primary token, undefined where Twilio does not show it; it is compared and never kept. */
  primaryToken(token: string): Promise<string | undefined>;
  /** @throws ScriptError where Twilio refuses, or does not answer */
  createSecondary(token: string): Promise<string>;
  /** Whether there was one. */
  deleteSecondary(token: string): Promise<boolean>;
  promote(token: string): Promise<Promotion>;
  /** The policy of a restricted key, null for a standard one; "main" for a main key, "missing" without one. */
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
  /** One that is not there is deleted already. */
  deleteKey(token: string, sid: string): Promise<void>;
  keys(token: string): Promise<readonly ListedKey[]>;
}

/** How far the config's values have come. */
export type Rollout =
  | { readonly state: "deployed"; readonly tasks: number }
  | { readonly state: "under way" | "not deployed"; readonly detail: string };

/** The secret and the tasks that run with it. */
export interface TasksPort {
  rollout(): Promise<Rollout>;
  /** Runs `pulumi up` with the policy pack. */
  up(): Promise<void>;
  /**
   * Proves through the public name that every task accepts these tokens, and refuses a random one.
   * @throws ScriptError when one does not
   */
  prove(tokens: readonly string[], tasks: number): Promise<void>;
}

/** All that a rotation touches. */
export interface RotationPorts {
  readonly config: ConfigPort;
  readonly twilio: TwilioPort;
  readonly tasks: TasksPort;
  /** What a new key's name begins with, and no other stack's does. */
  readonly keyPrefix: string;
  /** Asks the person; a no ends the run. @throws ScriptError */
  readonly confirm: (question: string) => Promise<void>;
  /** Lets a step come to its end before an interrupt counts. */
  readonly hold: (step: () => Promise<void>) => Promise<void>;
  /** Tells the person what is true or being done. */
  readonly tell: (text: string) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => Date;
}
