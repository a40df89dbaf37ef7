import { cost } from "./cost/command";
import { runStoppable } from "./lib/stoppable";

void runStoppable((stop) => cost(process.argv.slice(2), process.cwd(), stop, process));
