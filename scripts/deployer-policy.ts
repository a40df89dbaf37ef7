import { deployerPolicy } from "./deployer/command";
import { ownArguments } from "./terminal/commandLine";
import { runStoppable } from "./terminal/stoppable";

void runStoppable((stop) => deployerPolicy(ownArguments(), process.cwd(), stop, process));
