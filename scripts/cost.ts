import { cost } from "./cost/command";

/** Ends the plan's processes with this one, however it ends. */
const stop = new AbortController();
for (const [signal, code] of [
  ["SIGHUP", 129],
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.once(signal, () => {
    stop.abort();
    process.exit(code);
  });
}
process.once("exit", () => {
  stop.abort();
});

void cost(process.argv.slice(2), process.cwd(), stop.signal, process).then((code) => {
  process.exitCode = code;
});
