import { cost } from "./cost/command";
import { ownArguments } from "./terminal/commandLine";
import { endOnSignal } from "./terminal/process/endOnSignal";

void endOnSignal((stop) => cost(ownArguments(), process.cwd(), stop, process));
