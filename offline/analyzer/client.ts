import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  type AnalyzeStackRequest,
  type AnalyzeResponse,
  type AnalyzerInfo,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import {
  analyzeRequest,
  analyzeStackRequest,
  configureRequest,
  violationOf,
  type ResourceToAnalyze,
  remediationOf,
  type Remediation,
  type RuleConfig,
  type Violation,
} from "./messages";
import type { StartNode } from "../engine/nodeProcess";
import { startPackProcess, type PackProcess, type StackContext } from "./packProcess";

/** The largest message in bytes that the engine and the SDK accept. */
const LARGEST_MESSAGE = 400 * 1024 * 1024;

/**
 * Client of a running policy pack. It uses the analyzer interface, as the engine does. Show resources in the engine's order: a
 * parent before its children, the whole stack last.
 */
export class PolicyPackClient {
  readonly #client: AnalyzerClient;
  readonly #process: PackProcess;

  private constructor(packProcess: PackProcess) {
    this.#process = packProcess;
    this.#client = new AnalyzerClient(packProcess.address, credentials.createInsecure(), {
      "grpc.max_receive_message_length": LARGEST_MESSAGE,
      "grpc.max_send_message_length": LARGEST_MESSAGE,
    });
  }

  /**
   * Starts the pack in a folder and connects to it.
   * @param context the stack; undefined starts the pack as `pulumi policy analyze` does, which knows no stack.
   * @param signal kills the pack, also while it starts.
   * @throws PackStartError if the pack does not start.
   */
  static async start(
    directory: string,
    context: StackContext | undefined,
    environment?: NodeJS.ProcessEnv,
    signal?: AbortSignal,
    startNode?: StartNode,
  ): Promise<PolicyPackClient> {
    return new PolicyPackClient(
      await startPackProcess(directory, context, environment, signal, startNode),
    );
  }

  /** The pack's name, version and rules, with their metadata, config schemas and default config. */
  async info(): Promise<AnalyzerInfo> {
    return answer((done) => this.#client.getAnalyzerInfo(new Empty(), done));
  }

  /** Sets rules' levels and settings, by rule name. The engine merges and validates them before it sends them. */
  async configure(rules: Readonly<Record<string, RuleConfig>>): Promise<void> {
    await answer<Empty>((done) => this.#client.configure(configureRequest(rules), done));
  }

  /** Lets rules change one resource's inputs, as the engine does just before it has the resource analyzed. */
  async remediate(resource: ResourceToAnalyze): Promise<Remediation[]> {
    const request = analyzeRequest(resource);
    const response = await answer<RemediateResponse>((done) =>
      this.#client.remediate(request, done),
    );
    return response.getRemediationsList().map(remediationOf);
  }

  /** Shows one resource's inputs, as the engine does before it creates or changes the resource. */
  async analyze(resource: ResourceToAnalyze): Promise<Violation[]> {
    return this.send(analyzeRequest(resource));
  }

  /** Shows the outputs of all resources, as the engine does at the end of an operation. */
  async analyzeStack(resources: readonly ResourceToAnalyze[]): Promise<Violation[]> {
    return this.send(analyzeStackRequest(resources));
  }

  /** Sends a request that was made before. */
  async send(request: AnalyzeRequest | AnalyzeStackRequest): Promise<Violation[]> {
    return violations(
      await answer((done) =>
        request instanceof AnalyzeRequest
          ? this.#client.analyze(request, done)
          : this.#client.analyzeStack(request, done),
      ),
    );
  }

  /** The pack's process id. */
  get pid(): number {
    return this.#process.child.pid ?? 0;
  }

  /** Everything that the pack has written to its standard error so far. */
  stderr(): string {
    return this.#process.stderr();
  }

  /** Ends the pack. */
  stop(): void {
    this.#client.close();
    this.#process.child.kill();
  }
}

function violations(response: AnalyzeResponse): Violation[] {
  return response.getDiagnosticsList().map(violationOf);
}

/** Turns a call that answers by callback into a promise. */
async function answer<T>(
  call: (done: (error: ServiceError | null, response: T) => void) => unknown,
): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}
