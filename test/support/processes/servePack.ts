import { createRequire } from "node:module";
import { bundleOnce } from "./bundleOnce";

// Serves the policy pack of the given folder. Pulumi's `run-policy-pack` does the same, but with ts-node.
const [folder = ""] = process.argv.slice(2);
bundleOnce();
createRequire(__filename)(folder);
