import { arnParts } from "../aws/arn";
import type { Options } from "../terminal/options";
import type { Report } from "../terminal/report";
import { wrongUse } from "../terminal/scriptError";
import { openStack, stackOutputs, type Stack } from "./stack";
import { readStackSettings } from "./stackSettings";
import { readState } from "./state";
import { outputsFromResources } from "./stateOutputs";

/** The options, and the stack output that is the default of each. */
const OUTPUT_OF = {
  "secret-id": "secretArn",
  "key-id": "secretKeyArn",
  cluster: "clusterName",
  service: "serviceName",
  "task-definition": "taskDefinitionArn",
  "webhook-url": "webhookUrl",
  "media-stream-url": "mediaStreamUrl",
  "status-callback": "statusCallbackUrl",
} as const;

/** The outputs of every stack whose first update succeeded. */
const SERVICE_OUTPUTS = ["secretArn", "clusterName", "serviceName", "taskDefinitionArn"];

/** The options that name the service. */
export const SERVICE_OPTIONS = ["cluster", "service"] as const;

/** An option whose default is a stack output. */
export type OutputOption = keyof typeof OUTPUT_OF;

/** The inputs of a script: its options, and the stack's outputs for options that were not given. */
export class ScriptInputs {
  private constructor(
    private readonly options: Options,
    private readonly outputs: ReadonlyMap<string, string>,
    /** The stack whose outputs were read, if any. */
    readonly stack: string | undefined,
    /** The region in the stack's file. */
    private readonly stackRegion: string | undefined,
  ) {}

  /** Reads the stack's outputs, unless the options give everything that is needed. */
  static async of(
    options: Options,
    needed: readonly OutputOption[],
    report: Report,
  ): Promise<ScriptInputs> {
    const complete = needed.every((option) => options.text(option) !== undefined);
    if (complete && options.text("stack") === undefined) {
      return new ScriptInputs(options, new Map(), undefined, undefined);
    }
    report.progress("Reading the stack's outputs");
    const stack = await openStack(options.text("stack"));
    const outputs = await knownOutputs(stack);
    report.fact("stack", "stack", `${stack.project}/${stack.name}`);
    report.about({ stack: stack.name });
    const region = readStackSettings(stack.workspace.workDir, stack.name)?.text("aws:region");
    return new ScriptInputs(options, outputs, stack.name, region);
  }

  /** An option's value, or else the stack output. */
  optional(option: OutputOption): string | undefined {
    const given = this.options.text(option) ?? this.outputs.get(OUTPUT_OF[option]);
    return given === "" ? undefined : given;
  }

  /**
   * An option's value, or else the stack output.
   *
   * @throws ScriptError with exit code 2 if there is neither.
   */
  required(option: OutputOption): string {
    const value = this.optional(option);
    if (value !== undefined) return value;
    const stack = this.stack ?? "…";
    throw wrongUse(
      `the stack ${stack} has no output ${OUTPUT_OF[option]}: it may never have been deployed`,
      `npm run up -- --stack ${stack}, or pass --${option}`,
    );
  }

  /** The region: from `--region`, or else from the secret's ARN, or else from the stack's file. */
  region(): string | undefined {
    const arn = this.optional("secret-id") ?? this.optional("task-definition") ?? "";
    const { region } = arnParts(arn);
    return this.options.text("region") ?? (region === "" ? this.stackRegion : region);
  }
}

/** The stack's outputs. Outputs that a failed update did not set are taken from the resources in the state. */
async function knownOutputs(stack: Stack): Promise<ReadonlyMap<string, string>> {
  const outputs = await stackOutputs(stack);
  if (SERVICE_OUTPUTS.every((output) => outputs.has(output))) return outputs;
  const selection = { stack: stack.name, cwd: stack.workspace.workDir };
  const state = await readState("pulumi", selection, process.env);
  return state === undefined ? outputs : new Map([...outputsFromResources(state), ...outputs]);
}
