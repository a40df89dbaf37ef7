// Runs cdk-nag's AWS Solutions rules over existing CloudFormation templates. As its README advises, an app includes the templates and
// is synthesised.
//   node cdkNagRunner.mjs PACKAGE_JSON TEMPLATE_FOLDER
// Writes a JSON list of the templates in which ECS2, the rule against plaintext settings, reports a violation.
import { createRequire } from "node:module";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const [packageJson, folder] = process.argv.slice(2);
const require = createRequire(packageJson);
const { App, Stack, Validations } = require("aws-cdk-lib");
const { CfnInclude } = require("aws-cdk-lib/cloudformation-include");
const { AwsSolutionsChecks } = require("cdk-nag");

const RULE = "AwsSolutions-ECS2";

const outdir = resolve("cdk.out");
const app = new App({ analyticsReporting: false, outdir });
const files = new Map();
const unread = [];
for (const file of readdirSync(folder).sort()) {
  const stack = new Stack(app, file.replace(/\W/g, "-"));
  files.set(stack.node.id, file);
  try {
    new CfnInclude(stack, "Template", { templateFile: join(folder, file) });
    // Checks each template first, because a property of a wrong type in one template would end the whole app.
    stack.resolve(stack._toCloudFormation());
  } catch {
    unread.push(file);
    app.node.tryRemoveChild(stack.node.id);
  }
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
try {
  app.synth();
} catch {
  // cdk-nag throws if there are violations, after it has written the report. Without a report the next line throws.
}
const { pluginReports } = JSON.parse(readFileSync(join(outdir, "validation-report.json"), "utf8"));
const alarmed = pluginReports
  .flatMap(({ violations }) => violations)
  .filter(({ ruleName }) => ruleName === RULE)
  .flatMap(({ violatingConstructs }) => violatingConstructs)
  .map(({ constructPath }) => files.get(constructPath.split("/")[0]));
process.stdout.write(JSON.stringify({ alarmed: [...new Set(alarmed)], unread }));
// A violation makes the app's exit code 1.
process.exitCode = 0;
