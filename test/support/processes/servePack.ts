import { createRequire } from "node:module";

// Serves the policy pack in the folder given, as Pulumi's `run-policy-pack` does, but without ts-node, which tsx stands in for.
const [folder = ""] = process.argv.slice(2);
createRequire(__filename)(folder);
