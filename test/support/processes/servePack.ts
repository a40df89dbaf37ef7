import { createRequire } from "node:module";
import { bundleOnce } from "./bundleOnce";

// Serves the policy pack in the folder given, as Pulumi's `run-policy-pack` does, but without ts-node.
const [folder = ""] = process.argv.slice(2);
bundleOnce();
createRequire(__filename)(folder);
