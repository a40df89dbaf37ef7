import {
  IAMClient,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  type EvaluationResult,
  type SimulateCustomPolicyRequest,
  type SimulatePrincipalPolicyRequest,
} from "@aws-sdk/client-iam";

/** A call of IAM's policy simulator. */
export type SimulatorCall =
  | { readonly kind: "principal"; readonly input: SimulatePrincipalPolicyRequest }
  | { readonly kind: "custom"; readonly input: SimulateCustomPolicyRequest };

/**
 * An IAM client that sends nothing. It records every call of the policy simulator, and a function answers it in the form that AWS
 * documents.
 */
export function simulatorClient(answer: (call: SimulatorCall) => Partial<EvaluationResult>): {
  readonly client: IAMClient;
  readonly calls: readonly SimulatorCall[];
} {
  const calls: SimulatorCall[] = [];
  const client = new IAMClient({
    region: "eu-north-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  client.middlewareStack.add(
    (_next, context) => (args) => {
      const call = callOf(context.commandName ?? "", args.input);
      calls.push(call);
      const [EvalActionName] = call.input.ActionNames ?? [];
      const result = { EvalActionName, ...answer(call) };
      const output = { EvaluationResults: [result], IsTruncated: false, $metadata: {} };
      return Promise.resolve({ output, response: undefined });
    },
    { step: "initialize", priority: "low" },
  );
  return { client, calls };
}

function callOf(name: string, input: object): SimulatorCall {
  if (name === "SimulatePrincipalPolicyCommand") {
    return {
      kind: "principal",
      input: new SimulatePrincipalPolicyCommand({ ...EMPTY, PolicySourceArn: "", ...input }).input,
    };
  }
  return {
    kind: "custom",
    input: new SimulateCustomPolicyCommand({ ...EMPTY, PolicyInputList: [], ...input }).input,
  };
}

const EMPTY = { ActionNames: [] };
