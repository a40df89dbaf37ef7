import { main } from "@pulumi/pulumi/provider";
import { SimulatedAwsProvider } from "./awsProvider";
import { SimulatedAwsxProvider } from "./awsxProvider";
import { ControlFolder } from "./faults";

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
