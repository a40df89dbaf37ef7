import { runStoppable } from "./lib/stoppable";
import { preview } from "./preview-offline/command";

void runStoppable((stop) => preview(process.argv.slice(2), process.cwd(), stop, process));
