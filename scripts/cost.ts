import { cost } from "./cost/command";
import { ownArguments } from "./lib/commandLine";
import { runStoppable } from "./lib/stoppable";

void runStoppable((stop) => cost(ownArguments(), process.cwd(), stop, process));
