import { ownArguments } from "../scripts/terminal/commandLine";
import { useCompileCache } from "../scripts/terminal/compileCache";
import { runStoppable } from "../scripts/terminal/stoppable";
import { preview } from "./command";

useCompileCache();
void runStoppable((stop) => preview(ownArguments(), process.cwd(), stop, process));
