import { type handleUnaryCall, Server, ServerCredentials, status } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
  GetRootResourceResponse,
  LogSeverity,
  type LogRequest,
  RequirePulumiVersionResponse,
  SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  DeploymentInfo,
  type ReadResourceRequest,
  ReadResourceResponse,
  type RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  RegisterResourceResponse,
  ResourceInvokeResponse,
  type ResourceInvokeRequest,
  ResourceMonitorFeature as Feature,
  Result,
  SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { answerInvoke } from "../aws/model";
import type { Deployment } from "./deployment";
import { goalOfRead, goalOfRegistration, properties, struct } from "./registrations";

/** A message of the program for its user. */
export interface Diagnostic {
  readonly severity: "info" | "warning" | "error";
  readonly message: string;
}

/** The engine's two services, as the program's process sees them. */
export interface Monitor {
  /** Host and port of both. */
  readonly address: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Requests of the program that failed here. The program's own message for the same fault is much longer. */
  readonly faults: readonly Error[];
  /** Closes the port at once. */
  stop(): void;
}

/** The features that are served. Features that call the program back are left out. */
const FEATURES = [
  Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  Feature.RESOURCE_MONITOR_FEATURE_INVOKE_DEPENDS_ON,
];

/** The engine's own limit, which is far larger than any stack needs. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** Serves the engine and the resource monitor on a free local port. @param onFault is called when the plan has failed */
export async function startMonitor(deployment: Deployment, onFault: () => void): Promise<Monitor> {
  const diagnostics: Diagnostic[] = [];
  const faults: Error[] = [];
  const server = new Server({ "grpc.max_receive_message_length": MAX_MESSAGE_BYTES });
  addEngine(server, diagnostics);
  addResourceMonitor(server, deployment, (fault) => {
    faults.push(fault);
    onFault();
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    address: `127.0.0.1:${port}`,
    diagnostics,
    faults,
    stop: () => {
      server.forceShutdown();
    },
  };
}

function addEngine(server: Server, diagnostics: Diagnostic[]): void {
  let rootUrn = "";
  server.addService(EngineService, {
    log: unary((request: LogRequest) => {
      const severity = severityOf(request.getSeverity());
      if (severity !== undefined) diagnostics.push({ severity, message: request.getMessage() });
      return new Empty();
    }),
    getRootResource: unary(() => new GetRootResourceResponse().setUrn(rootUrn)),
    setRootResource: unary((request: { getUrn(): string }) => {
      rootUrn = request.getUrn();
      return new SetRootResourceResponse();
    }),
    startDebugging: unary(() => new Empty()),
    requirePulumiVersion: unary(() => new RequirePulumiVersionResponse()),
  });
}

function severityOf(severity: LogSeverity): Diagnostic["severity"] | undefined {
  switch (severity) {
    case LogSeverity.ERROR:
      return "error";
    case LogSeverity.WARNING:
      return "warning";
    case LogSeverity.INFO:
      return "info";
    default:
      return undefined;
  }
}

function addResourceMonitor(
  server: Server,
  deployment: Deployment,
  onFault: (fault: Error) => void,
): void {
  const answer = <Request, Response>(
    handle: (request: Request) => Response | Promise<Response>,
  ): handleUnaryCall<Request, Response> => unary(handle, onFault);
  const unsupported = answer(() => {
    throw new Error("The offline preview does not run transforms, hooks, calls or look-ups by id.");
  });
  server.addService(ResourceMonitorService, {
    getDeploymentInfo: answer(() => deploymentInfo(deployment)),
    supportsFeature: answer(() => new SupportsFeatureResponse().setHassupport(false)),
    invoke: answer((request: ResourceInvokeRequest) => invoke(deployment, request)),
    readResource: answer(async (request: ReadResourceRequest) => {
      const { outputs, urn } = await deployment.register(goalOfRead(request));
      return new ReadResourceResponse().setUrn(urn).setProperties(struct(outputs));
    }),
    registerResource: answer(async (request: RegisterResourceRequest) => {
      const { id, outputs, urn } = await deployment.register(goalOfRegistration(request));
      const response = new RegisterResourceResponse();
      return response.setUrn(urn).setId(id).setObject(struct(outputs)).setResult(Result.SUCCESS);
    }),
    registerResourceOutputs: answer((request: RegisterResourceOutputsRequest) => {
      deployment.registerOutputs(request.getUrn(), properties(request.getOutputs()));
      return new Empty();
    }),
    signalAndWaitForShutdown: answer(() => new Empty()),
    call: unsupported,
    existsResource: unsupported,
    registerStackTransform: unsupported,
    registerStackInvokeTransform: unsupported,
    registerResourceHook: unsupported,
    registerErrorHook: unsupported,
    registerPackage: unsupported,
  });
}

function deploymentInfo({ args }: Deployment): DeploymentInfo {
  return new DeploymentInfo()
    .setProject(args.project)
    .setStack(args.stack)
    .setDryrun(args.preview)
    .setSupportedfeaturesList(FEATURES);
}

function invoke(deployment: Deployment, request: ResourceInvokeRequest): ResourceInvokeResponse {
  const response = new ResourceInvokeResponse();
  if (deployment.anyPending(request.getDependsonList())) return response.setUnknown(true);
  const args = properties(request.getArgs());
  return response.setReturn(struct(answerInvoke(request.getTok(), args, deployment.args.account)));
}

function unary<Request, Response>(
  handle: (request: Request) => Response | Promise<Response>,
  onFault: (fault: Error) => void = () => undefined,
): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    Promise.resolve(request)
      .then(handle)
      .then(
        (response) => {
          callback(null, response);
        },
        (reason: unknown) => {
          const fault = reason instanceof Error ? reason : new Error(String(reason));
          onFault(fault);
          callback({ code: status.UNKNOWN, details: fault.message });
        },
      );
  };
}
