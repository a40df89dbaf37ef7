import { ownArguments } from "./lib/commandLine";
import { runStoppable } from "./lib/stoppable";
import { preview } from "./preview-offline/command";

void runStoppable((stop) => preview(ownArguments(), process.cwd(), stop, process));
