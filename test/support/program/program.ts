import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join, sep } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { devStack, type DevStack, type DevStackArgs, PROJECT, ROOT } from "./devStack";
import { compileOnce } from "../processes/compiledModules";
import { mockStack, type RecordedStack } from "./mocks";
import { isRecord, unwrapSecrets } from "../../../offline/engine/wire";

/** Settings of {@link runProgram}. */
export interface RunArgs extends DevStackArgs {
  /** True leaves computed outputs unknown, as the preview of a new stack does. @default false */
  readonly preview?: boolean;
  /** @default "dev" */
  readonly stack?: string;
  /** Lets the placeholders of an example's config pass. @default false */
  readonly allowPlaceholders?: boolean;
}

/** A resource as the program sends it to the engine. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** URN of the parent; "" for the stack itself. */
  readonly parent: string;
  /** With secret marks, as on the wire. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URNs of the resources that this resource waits for. */
  readonly dependencies: readonly string[];
  readonly ignoreChanges: readonly string[];
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** How long each operation may take, such as "25m". "" stands for the provider's default. */
  readonly timeouts: {
    readonly create: string;
    readonly update: string;
    readonly delete: string;
  };
}

/** One evaluation of index.ts. */
export interface ProgramRun extends DevStack {
  readonly recorded: RecordedStack;
  readonly registrations: readonly Registration[];
  /** Outputs that each component passed to registerOutputs, by URN, with secret marks as on the wire. */
  readonly componentOutputs: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** The stack's outputs, with secret marks as on the wire. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/**
 * Runs the real index.ts from its first line, as the program of a new stack, against the shared model of AWS. There is no engine:
 * inputs are not checked against a schema, and no policy runs.
 * @throws what the program throws
 */
export async function runProgram(args: RunArgs = {}): Promise<ProgramRun> {
  const { error, wire, ...run } = await evaluate(args);
  if (error instanceof Error) throw error;
  assert.equal(error, undefined);
  return { ...run, ...separateStack(wire) };
}

/** The resources, without the stack, that index.ts registers before it stops with the given error. */
export async function failingProgram(
  args: RunArgs,
): Promise<{ error: unknown; registrations: readonly Registration[] }> {
  const { error, wire } = await evaluate(args);
  assert.ok(error !== undefined, "the program ends without an error");
  return { error, registrations: separateStack(wire).registrations };
}

async function evaluate(args: RunArgs) {
  const stack = devStack(args);
  const recorded = await mockStack({
    config: stack.config,
    secretKeys: stack.secretKeys,
    preview: args.preview ?? false,
    stack: args.stack ?? "dev",
    allowPlaceholders: args.allowPlaceholders ?? false,
    region: stack.config["aws:region"] ?? "",
  });
  const wire = tap(pulumi.runtime.getMonitor());
  let error: unknown;
  try {
    await pulumi.runtime.runInPulumiStack(() => Promise.resolve(freshIndex()));
  } catch (reason) {
    error = reason;
  }
  await recorded.settled();
  forgetStack();
  return { ...stack, recorded, wire, error };
}

/** Resets the root resource. Otherwise this stack would become the parent of every resource that a later test registers. */
function forgetStack(): void {
  const store: unknown = Reflect.get(globalThis, "globalStore");
  assert.ok(isRecord(store));
  store["stackResource"] = undefined;
}

const STACK_TYPE = "pulumi:pulumi:Stack";

compileOnce();

/** Loads index.ts and its modules anew, because a Pulumi program does its work while it loads. */
function freshIndex(): unknown {
  const load = createRequire(__filename);
  for (const file of Object.keys(load.cache)) {
    const isPart = ["infra", "components"].some((part) => file.startsWith(join(ROOT, part) + sep));
    if (isPart || file === join(ROOT, "index.ts")) Reflect.deleteProperty(load.cache, file);
  }
  return load(join(ROOT, "index.ts"));
}

/** The stack registers itself as a component: its outputs are the program's. */
function separateStack({ registrations, componentOutputs }: Wire) {
  const root = registrations.find(({ type }) => type === STACK_TYPE);
  assert.ok(root, "the stack registers itself");
  const urn = `urn:pulumi:dev::${PROJECT.name}::${STACK_TYPE}::${root.name}`;
  return {
    registrations: registrations.filter((registration) => registration !== root),
    componentOutputs: new Map([...componentOutputs].filter(([key]) => key !== urn)),
    outputs: componentOutputs.get(urn) ?? {},
  };
}

interface Wire {
  readonly registrations: Registration[];
  readonly componentOutputs: Map<string, Record<string, unknown>>;
}

/** Records the calls to the mock monitor, because Pulumi's mocks get no parents, no options and no outputs of components. */
function tap(monitor: unknown): Wire {
  assert.ok(monitor instanceof MockMonitor);
  const wire: Wire = { registrations: [], componentOutputs: new Map() };
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request: RegisterResourceRequest, callback) => {
    wire.registrations.push(registration(request));
    return register(request, callback);
  };
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request: RegisterResourceOutputsRequest, callback) => {
    wire.componentOutputs.set(request.getUrn(), plain(request.getOutputs()?.toJavaScript()));
    registerOutputs(request, callback);
  };
  return wire;
}

function registration(request: RegisterResourceRequest): Registration {
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent(),
    inputs: plain(request.getObject()?.toJavaScript()),
    dependencies: request.getDependenciesList(),
    ignoreChanges: request.getIgnorechangesList(),
    protect: request.getProtect() === true,
    timeouts: {
      create: request.getCustomtimeouts()?.getCreate() ?? "",
      update: request.getCustomtimeouts()?.getUpdate() ?? "",
      delete: request.getCustomtimeouts()?.getDelete() ?? "",
    },
  };
}

function plain(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** The inputs of the one registration of a type, or of a type and a name, without secret marks. @throws unless there is exactly one */
export function inputsOf(run: ProgramRun, type: string, name?: string): Record<string, unknown> {
  return unwrapSecrets(registrationOf(run, type, name).inputs);
}

/** The one registration of a type, or of a type and a name. @throws unless there is exactly one */
export function registrationOf(run: ProgramRun, type: string, name?: string): Registration {
  const found = run.registrations.filter(
    (candidate) => candidate.type === type && (name ?? candidate.name) === candidate.name,
  );
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  throw new Error(`Expected one ${type} ${name ?? ""}, found ${found.length}.`);
}

/** Number of registrations of a type. */
export function countOf(run: ProgramRun, type: string): number {
  return run.registrations.filter((candidate) => candidate.type === type).length;
}
