import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  AnalyzerResource,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { TOO_DEEP } from "../tree/readTree";
import { wireLevels, type WireMessage } from "./wireLevels";

/**
 * No value that the rules read has so many levels on the wire, where a mark such as a secret's takes a level. The SDK's stack is full at
 * about twice as many, and each level takes the SDK longer than the one before.
 */
const MOST_LEVELS = 1000;

/** Fewest bytes that one level takes. */
const BYTES_A_LEVEL = 4;

/** A request with empty inputs, which are field 2, and empty options, which are field 5. */
const WITHOUT_INPUTS = Uint8Array.of(0x12, 0, 0x2a, 0);

class DeepRequest extends AnalyzeRequest {
  override getProperties(): never {
    throw new Error(TOO_DEEP);
  }
}

class DeepResource extends AnalyzerResource {
  override getProperties(): never {
    throw new Error(TOO_DEEP);
  }
}

class DeepStackRequest extends AnalyzeStackRequest {
  override getResourcesList(): AnalyzerResource[] {
    return [new DeepResource()];
  }
}

/**
 * If a resource is nested too deeply, the pack answers with an error that says what to do. Otherwise the SDK's stack would be full before
 * any rule is asked, and the run would stop with `Error deserializing request`.
 */
export function refuseDeepInputs(): void {
  const { analyze, analyzeStack, remediate } = AnalyzerService;
  analyze.requestDeserialize = (bytes) =>
    isTooDeep(bytes, "resource") ? new DeepRequest() : AnalyzeRequest.deserializeBinary(bytes);
  analyzeStack.requestDeserialize = (bytes) =>
    isTooDeep(bytes, "stack")
      ? new DeepStackRequest()
      : AnalyzeStackRequest.deserializeBinary(bytes);
  // The engine asks for remediations first. The pack has none, so the resource needs no inputs.
  remediate.requestDeserialize = (bytes) =>
    isTooDeep(bytes, "resource")
      ? AnalyzeRequest.deserializeBinary(WITHOUT_INPUTS)
      : AnalyzeRequest.deserializeBinary(bytes);
}

function isTooDeep(bytes: Uint8Array, message: WireMessage): boolean {
  return bytes.length > MOST_LEVELS * BYTES_A_LEVEL && wireLevels(bytes, message) > MOST_LEVELS;
}
