import type { Account } from "./account";
import { checkedInputs, computedOutputs, MODEL } from "./model";
import { isSecret, markSecret, unwrapSecrets } from "../engine/wire";

/** A registration as the program sends it: secrets and unknown values are marked. */
export interface WireRegistration {
  readonly type: string;
  readonly name: string;
  /** False for a component. */
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The engine's answer to a registration. */
export interface WireState {
  /** Absent if it is not known yet, and for components. */
  readonly id?: string;
  /** The inputs after the provider's check. */
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
}

/**
 * Answers a registration as the providers do. On a preview of a new stack, ids and computed outputs are left out: to the
 * program they are unknown.
 * @throws for a type that the model does not know
 */
export function simulate(
  registration: WireRegistration,
  account: Account,
  preview: boolean,
): WireState {
  if (MODEL[registration.type] === undefined && !needsModel(registration)) {
    const { inputs } = registration;
    return {
      inputs,
      outputs: inputs,
      ...(registration.custom && !preview ? { id: "simulated" } : {}),
    };
  }
  const { name, type } = registration;
  const inputs = checkedInputs(registration, account);
  const made = computedOutputs({ type, name, inputs: unwrapSecrets(inputs) }, account);
  if (preview) return { inputs, outputs: inputs };
  const outputs = { ...inputs };
  for (const [key, value] of Object.entries(made.outputs)) {
    // As in the engine, the output of the same name as a secret input is a secret.
    outputs[key] = isSecret(inputs[key]) ? markSecret(value) : value;
  }
  return { id: made.id, inputs, outputs };
}

/** Components have no computed outputs, and the engine itself answers for providers. */
function needsModel({ custom, type }: WireRegistration): boolean {
  return custom && !type.startsWith("pulumi:providers:");
}
