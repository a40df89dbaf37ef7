// What Pulumi runs when a program in another language uses the package. A program in TypeScript imports index.ts instead.
require("tsx/cjs");
const { componentProviderHost } = require("@pulumi/pulumi/provider/experimental");
const { GuardedTaskDefinition, TwilioSecret } = require("./index.ts");

// The name is the first part of the components' types, and so of every stack's URNs: it never changes.
componentProviderHost({
  name: "pipecat",
  dirname: __dirname,
  components: [TwilioSecret, GuardedTaskDefinition],
});
