import assert from "node:assert/strict";
import { refuseDebugLogs } from "../../../../scripts/terminal/process/debugLogs";

// The effect of each variable is taken from the documentation of Node, Terraform and Pulumi, not proved here.
describe("refuseDebugLogs", () => {
  it("names every variable that would cause credentials to be logged", () => {
    for (const [name, value] of [
      ["NODE_DEBUG", "http"],
      ["NODE_DEBUG", "fs,tls"],
      ["NODE_OPTIONS", "--max-old-space-size=4096 --report-on-signal"],
      ["NODE_OPTIONS", "--heapsnapshot-signal=SIGUSR2"],
      ["NODE_OPTIONS", "--tls-keylog=keys"],
      ["DEBUG", "*"],
      ["TWILIO_LOG_LEVEL", "debug"],
      ["PULUMI_DEBUG_GRPC", "calls.json"],
      ["TF_LOG", "TRACE"],
      ["TF_LOG_PROVIDER_AWS", "debug"],
      ["TF_LOG_SDK", "JSON"],
      ["GODEBUG", "http2debug=2"],
    ] as const) {
      assert.throws(
        () => {
          refuseDebugLogs({ [name]: value, HOME: "/" });
        },
        new RegExp(`${name} would write down requests or environments`),
      );
    }
  });

  it("accepts the variables and values that log no credential", () => {
    refuseDebugLogs({
      NODE_DEBUG: "module",
      NODE_OPTIONS: "--max-old-space-size=4096",
      DEBUG: "mocha",
      TF_LOG: "INFO",
      TWILIO_LOG_LEVEL: "",
    });
  });
});
