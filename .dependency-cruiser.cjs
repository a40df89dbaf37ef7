/** Which folder may import which. `npm run lint` holds it; types count as imports. */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: "error",
  from: { path: from },
  to: { pathNot: [...to, "^node_modules/", "^tsx/"], dependencyTypesNot: ["core"] },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circles",
      comment: "A file must be readable before the files that use it.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    only(
      "components-alone",
      "^components/",
      ["^components/"],
      "The component package can be published as it is.",
    ),
    only(
      "infra-alone",
      "^infra/",
      ["^infra/", "^components/"],
      "The program's parts know neither scripts nor the offline engine.",
    ),
    {
      name: "aws-by-service",
      comment:
        "@pulumi/aws as a whole loads 250 services, a fifth of the program's start: import @pulumi/aws/ecs.",
      severity: "error",
      from: { path: "^(index\\.ts$|infra/|components/)" },
      to: { path: "^node_modules/@pulumi/aws/index\\." },
    },
    only("policy-alone", "^policy/", ["^policy/"], "The pack can be published as it is."),
    ...[
      ["tree", []],
      ["credentials", ["tree"]],
      ["search", ["credentials", "tree"]],
      ["report", ["search", "credentials", "tree"]],
      ["assets", ["search", "tree"]],
      ["run", ["assets", "report", "search", "credentials", "tree"]],
      ["plan", ["run", "credentials", "tree"]],
    ].map(([folder, below]) =>
      only(
        `policy-${folder}`,
        `^policy/${folder}/`,
        [folder, ...below].map((name) => `^policy/${name}/`),
        "The pack's folders lie on each other: no rule is the plumbing of another.",
      ),
    ),
    only(
      "terminal-alone",
      "^scripts/terminal/",
      ["^scripts/terminal/"],
      "The terminal helpers know nothing of the project.",
    ),
    only(
      "credentials-alone",
      "^(components/secret|infra/credentials)/twilioCredentials\\.ts$",
      ["^components/secret/twilioCredentials\\.ts$"],
      "Scripts use it without Pulumi.",
    ),
    only(
      "offline-narrow",
      "^offline/",
      [
        "^offline/",
        "^scripts/terminal/",
        "^scripts/secret/",
        "^infra/credentials/twilioCredentials\\.ts$",
      ],
      "The offline engine runs any program: it loads none of this one's parts.",
    ),
    {
      name: "config-for-index",
      comment: "Components get typed settings; only index.ts reads the config.",
      severity: "error",
      from: { path: "^(components|infra|offline|policy|scripts)/", pathNot: "^infra/config/" },
      to: { path: "^infra/config/" },
    },
    {
      name: "commands-are-ends",
      comment: "What two commands share has a file of its own in a folder.",
      severity: "error",
      from: { path: "^(components|infra|offline|policy|scripts)/" },
      to: { path: ["^scripts/[^/]+\\.ts$", "^offline/index\\.ts$", "^index\\.ts$"] },
    },
    {
      name: "nothing-needs-tests",
      comment: "The product works without its tests and benchmarks.",
      severity: "error",
      from: { path: "^(index\\.ts$|components/|infra/|offline/|policy/|scripts/)" },
      to: { path: "^(test|bench)/" },
    },
    {
      name: "nothing-unresolved",
      comment: "An import that leads nowhere would pass every rule above.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, path: "^\\." },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // `npm run check` writes these files, perhaps while dependency-cruiser reads the folder.
    exclude: { path: "^components/dist/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
