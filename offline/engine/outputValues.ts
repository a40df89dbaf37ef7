import {
  isRecord,
  mapRecord,
  mapWire,
  markSecret,
  OUTPUT_VALUE,
  RESOURCE_REFERENCE,
  signatureOf,
  UNKNOWN_ON_WIRE,
} from "./wire";

/**
 * Converts properties as the engine does for policy packs. An output value becomes its value, which is marked if it is secret. An
 * unknown output value becomes the sentinel. A reference to a resource becomes its id or URN.
 * Source: MarshalPropertyValue in pulumi's sdk/go/common/resource/plugin/rpc.go.
 */
export function withoutOutputValues(
  properties: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return mapRecord(properties, plainOutput);
}

function plainOutput(part: unknown): unknown {
  if (!isRecord(part)) return undefined;
  switch (signatureOf(part)) {
    case OUTPUT_VALUE: {
      const value = "value" in part ? mapWire(part["value"], plainOutput) : UNKNOWN_ON_WIRE;
      return part["secret"] === true ? markSecret(value) : value;
    }
    case RESOURCE_REFERENCE: {
      const { id, urn } = part;
      if (id === undefined) return urn;
      return id === "" ? UNKNOWN_ON_WIRE : id;
    }
    default:
      return undefined;
  }
}
