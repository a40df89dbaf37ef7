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
 * The properties as the engine hands them to policy packs: an output value becomes its value, marked where it is secret
 * and the sentinel where it is unknown; a reference to a resource becomes its id or URN.
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
