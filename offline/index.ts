import { ownArguments } from "../scripts/terminal/commandLine";
import { useCompileCache } from "../scripts/terminal/process/compileCache";
import { endOnSignal } from "../scripts/terminal/process/endOnSignal";
import { preview } from "./command/preview";

useCompileCache();
void endOnSignal((stop) => preview(ownArguments(), process.cwd(), stop, process));
