// Runs cdk-nag's AWS Solutions rules over CloudFormation templates, as its README does for templates that exist already:
//   node cdkNagRunner.mjs PACKAGE_JSON TEMPLATE_FOLDER
// and writes the templates in which the rule against plain settings (ECS2) or against secrets elsewhere speaks up, as JSON.
import { createRequire } from "node:module";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const [packageJson, folder] = process.argv.slice(2);
const require = createRequire(packageJson);
const { App, Stack } = require("aws-cdk-lib");
const { CfnInclude } = require("aws-cdk-lib/cloudformation-include");
const { AwsSolutionsChecks } = require("cdk-nag");

const RULES = new Set(["AwsSolutions-ECS2"]);

const app = new App({ analyticsReporting: false });
const alarmed = [];
const unread = [];
for (const file of readdirSync(folder).sort()) {
  const stack = new Stack(app, file.replace(/\W/g, "-"));
  try {
    new CfnInclude(stack, "Template", { templateFile: join(folder, file) });
    const report = new AwsSolutionsChecks(stack).validateScope(stack);
    const names = report.violations.map(({ ruleName }) => ruleName.replace(/\[.*$/, ""));
    if (names.some((name) => RULES.has(name))) alarmed.push(file);
  } catch {
    unread.push(file);
  }
}
process.stdout.write(JSON.stringify({ alarmed, unread }));
