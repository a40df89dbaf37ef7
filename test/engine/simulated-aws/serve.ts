import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ReadRequest } from "@pulumi/pulumi/proto/provider_pb";
import { main } from "@pulumi/pulumi/provider";
import { SimulatedAwsProvider } from "./awsProvider";
import { SimulatedAwsxProvider } from "./awsxProvider";
import { ControlFolder } from "./faults";

// The SDK's server fails at the Read of an import, because that request has no properties. Give it an empty Struct instead.
const given: unknown = Reflect.get(ReadRequest.prototype, "getProperties");
Reflect.set(ReadRequest.prototype, "getProperties", function (this: ReadRequest): unknown {
  const properties: unknown =
    typeof given === "function" ? Reflect.apply(given, this, []) : undefined;
  return properties ?? new Struct();
});

/** Serves one simulated provider, `aws` or `awsx`, on a free port of 127.0.0.1, and prints the port. */
const [provider, folder = "", region = "eu-north-1"] = process.argv.slice(2);
const control = new ControlFolder(folder);

// The engine attaches to this process, so it starts without the engine's address.
void main(
  provider === "awsx"
    ? new SimulatedAwsxProvider(control, region)
    : new SimulatedAwsProvider(control, region),
  [],
);
