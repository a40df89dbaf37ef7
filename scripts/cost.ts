import { cost } from "./cost/command";
import { ownArguments } from "./terminal/commandLine";
import { runStoppable } from "./terminal/stoppable";

void runStoppable((stop) => cost(ownArguments(), process.cwd(), stop, process));
