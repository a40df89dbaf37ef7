import { createRequire } from "node:module";
import { EXAMPLES_ORGANIZATION } from "../../../offline/engine/pass";
import * as pulumi from "@pulumi/pulumi";
import { type Account, exampleAccount } from "../../../offline/aws/account";
import { answerInvoke } from "../../../offline/aws/model";
import { simulate, type WireRegistration } from "../../../offline/aws/provider";
import { isRecord, unwrapSecrets } from "../../../offline/engine/wire";

// The program's preload does the same. Without it, half of the time of every component test is spent on unused stack traces.
const load = createRequire(__filename);
const leaveOutPromiseStacks: unknown = load("../../../infra/promiseStacks.cjs");
if (typeof leaveOutPromiseStacks === "function") {
  Reflect.apply(leaveOutPromiseStacks, undefined, [load("@pulumi/pulumi/runtime/debuggable")]);
}

/** Settings of {@link mockStack}. */
export interface MockStackArgs {
  /** @default "pipecat-phone-service" */
  readonly project?: string;
  /** @default "dev" */
  readonly stack?: string;
  /** True leaves computed outputs unknown, as the preview of a new stack does. @default false */
  readonly preview?: boolean;
  /** Plain and secret config by full key, for example "aws:region". @default - only aws:region */
  readonly config?: Readonly<Record<string, string>>;
  /** Full keys of the secret ones. @default [] */
  readonly secretKeys?: readonly string[];
  /** @default eu-north-1 */
  readonly region?: string;
  /** Lets the placeholders of an example's config pass, as `npm start -- --allow-placeholders` does. @default false */
  readonly allowPlaceholders?: boolean;
}

/** Everything that was registered since {@link mockStack}. */
export class RecordedStack {
  readonly registrations: WireRegistration[] = [];
  /** Function tokens of the look-ups, in order. */
  readonly invokes: string[] = [];
  /** Arguments of each function's last call, by token. */
  readonly questions = new Map<string, Readonly<Record<string, unknown>>>();

  constructor(readonly account: Account) {}

  /** The registrations of a type, with secret marks as on the wire. */
  ofType(type: string): WireRegistration[] {
    return this.registrations.filter((registration) => registration.type === type);
  }

  /** The one registration of a type. @throws unless there is exactly one */
  only(type: string): WireRegistration {
    const [first, ...others] = this.ofType(type);
    if (first !== undefined && others.length === 0) return first;
    throw new Error(`Expected one ${type}, found ${this.ofType(type).length}.`);
  }

  /** The inputs of the one registration of a type, without secret marks. */
  inputsOf(type: string): Record<string, unknown> {
    return unwrapSecrets(this.only(type).inputs);
  }

  /** Waits until all registrations of the program are done. */
  async settled(): Promise<void> {
    await pulumi.runtime.disconnect();
  }
}

/**
 * Replaces engine and providers by the shared model of AWS, and clears the record. Call it before each test.
 * It does not check inputs against the provider's schema, and it runs no policy.
 */
export async function mockStack(args: MockStackArgs = {}): Promise<RecordedStack> {
  const { project = "pipecat-phone-service", stack = "dev", preview = false } = args;
  const { config = {}, region = "eu-north-1", secretKeys = [] } = args;
  const organization = args.allowPlaceholders === true ? EXAMPLES_ORGANIZATION : "organization";
  const recorded = new RecordedStack(exampleAccount(region));
  await pulumi.runtime.setMocks(mocks(recorded, preview), project, stack, preview, organization);
  pulumi.runtime.setAllConfig({ "aws:region": region, ...config }, [...secretKeys]);
  return recorded;
}

/** The value of an output, once it is known. */
export function promiseOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

function mocks(recorded: RecordedStack, preview: boolean): pulumi.runtime.Mocks {
  return {
    call: ({ inputs, token }) => {
      recorded.invokes.push(token);
      recorded.questions.set(token, record(inputs));
      return answerInvoke(token, record(inputs), recorded.account);
    },
    newResource: ({ custom = false, inputs, name, type }) => {
      const registration = { type, name, custom, inputs: record(inputs) };
      recorded.registrations.push(registration);
      const { id, outputs } = simulate(registration, recorded.account, preview);
      return { id, state: outputs };
    },
  };
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
