import { join } from "node:path";
import { exampleAccount } from "../aws/account";
import { Deployment, type ResourceCheck } from "./deployment";
import type { PlannedResource } from "./goal";
import { type Diagnostic, startMonitor, type Monitor } from "./monitor";
import type { PolicyConfig } from "../config/policyConfig";
import { PolicyRun, type Policy, type Violation } from "../analyzer/policyRun";
import { startNode, type StartNode } from "./nodeProcess";
import { type ProgramEnd, runProgram, ERROR_ALREADY_LOGGED } from "./program";
import type { Project } from "../config/project";
import type { StackConfig } from "../config/stackConfig";
import { inTreeOrder } from "../report/tree";
import { STACK_TYPE } from "./urn";

/** How the program is evaluated: on a stack that does not exist yet, or with the identifiers of one that does. */
export type PassName = "first-preview" | "update";

/** What one evaluation of the program needs. */
export interface PassArgs {
  readonly name: PassName;
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
  /** Whether the program accepts the placeholders of an example. @default false */
  readonly allowPlaceholders?: boolean;
  /** Levels and settings of the pack's rules. @default - the rules' own */
  readonly policyConfig?: PolicyConfig | undefined;
  /** Ends every process of the pass at once. */
  readonly signal: AbortSignal;
  /** Starts the processes of the program and of the pack. @default - one process for each */
  readonly startNode?: StartNode | undefined;
}

/** What the program registered. */
export interface Evaluation {
  /** Every resource in the order of registration, the engine's default providers included. */
  readonly all: readonly PlannedResource[];
  /** The program's own resources in the order of the tree. Like `pulumi preview`, it leaves out default providers. */
  readonly resources: readonly PlannedResource[];
  /** Stack outputs, as on the wire. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The program's messages for its user. */
  readonly messages: readonly string[];
}

/** One evaluation of the program, with the pack's verdicts. */
export interface PassResult extends Omit<Evaluation, "all"> {
  readonly name: PassName;
  readonly policies: readonly Policy[];
  readonly violations: readonly Violation[];
}

/** The organization of every stack that is not kept in Pulumi Cloud. */
const ORGANIZATION = "organization";

/** The organization by which the program knows that it plans an example; infra/config/config.ts has the same. */
export const EXAMPLES_ORGANIZATION = "offline-examples";

/** The program ended without a plan; the message is for its user. */
export class ProgramFailure extends Error {
  override readonly name = "ProgramFailure";
}

/**
 * Runs the program once against our engine, and shows all that it registers to the policy pack.
 * @throws ProgramFailure when the program fails
 */
export async function runPass(args: PassArgs): Promise<PassResult> {
  const { config, name, policyConfig, project, signal, stack } = args;
  const policies = new PolicyRun(
    join(project.root, "policy"),
    { project: project.name, stack, dryRun: isPreview(name), config: config.values },
    signal,
    policyConfig,
    args.startNode ?? startNode,
  );
  try {
    const { all, ...evaluation } = await evaluate(args, policies);
    await policies.checkStack(all);
    return {
      name,
      ...evaluation,
      policies: await policies.policies(),
      violations: inOrder(policies.violations),
    };
  } finally {
    await policies.stop();
  }
}

/**
 * Runs the program once against our engine. Without a check there are no verdicts.
 * @throws ProgramFailure when the program fails
 */
export async function evaluate(
  args: PassArgs,
  policies: ResourceCheck = UNCHECKED,
): Promise<Evaluation> {
  const { allowPlaceholders = false, config, name, project, signal, stack } = args;
  const preview = isPreview(name);
  const account = exampleAccount(config.values["aws:region"] ?? "us-east-1");
  const names = { project: project.name, stack };
  const deployment = new Deployment({ ...names, account, config, preview, policies });
  const broken = new AbortController();
  const monitor = await startMonitor(deployment, () => {
    // As in the engine, the program is ended here, because it may go on after a failed registration.
    broken.abort();
  });
  const lines: string[] = [];
  try {
    const { address } = monitor;
    const onLine = (line: string): unknown => lines.push(line);
    const ends = AbortSignal.any([signal, broken.signal]);
    const organization = allowPlaceholders ? EXAMPLES_ORGANIZATION : ORGANIZATION;
    const run = { project, stack, organization, config, address, preview, signal: ends, onLine };
    const end = await runProgram(run, args.startNode ?? startNode).catch((error: unknown) =>
      failure(error, broken.signal),
    );
    requireSuccess(end, monitor, lines);
    const all = deployment.resources;
    return {
      all,
      resources: inTreeOrder(all.filter(isOfProgram)),
      outputs: all.find(({ type }) => type === STACK_TYPE)?.outputs ?? {},
      messages: [...lines, ...monitor.diagnostics.map(({ message }) => message)],
    };
  } finally {
    monitor.stop();
  }
}

const UNCHECKED: ResourceCheck = { check: ({ inputs }) => Promise.resolve(inputs) };

function isPreview(name: PassName): boolean {
  return name === "first-preview";
}

/** Default providers are the engine's own. */
function isOfProgram({ name, type }: PlannedResource): boolean {
  return !(type.startsWith("pulumi:providers:") && /^default(_|$)/.test(name));
}

function inOrder(violations: readonly Violation[]): Violation[] {
  const key = ({ message, policy, urn }: Violation): string => [urn, policy, message].join(" ");
  return [...violations].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The end of a program that this engine has stopped because of a fault. Any other error is thrown again. */
function failure(error: unknown, { aborted }: AbortSignal): ProgramEnd {
  if (aborted) return { code: null };
  throw error;
}

function requireSuccess(
  { code }: ProgramEnd,
  { diagnostics, faults }: Monitor,
  lines: readonly string[],
): void {
  if (code === 0 && faults.length === 0) return;
  const own = faults.map(({ message }) => message);
  const errors = [...new Set(own.length > 0 ? own : errorsIn(diagnostics))];
  if (errors.length > 0) throw new ProgramFailure(errors.map((text) => text.trim()).join("\n"));
  const ending = code === null ? "was killed" : `ended with exit code ${code}`;
  const last =
    code === ERROR_ALREADY_LOGGED ? lines : [`the program ${ending}`, ...lines.slice(-20)];
  throw new ProgramFailure(last.join("\n"));
}

function errorsIn(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.flatMap(({ message, severity }) => (severity === "error" ? [message] : []));
}
