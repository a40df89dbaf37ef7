import { ownArguments } from "./lib/commandLine";
import { useCompileCache } from "./lib/compileCache";
import { runStoppable } from "./lib/stoppable";
import { preview } from "./preview-offline/command";

useCompileCache();
void runStoppable((stop) => preview(ownArguments(), process.cwd(), stop, process));
