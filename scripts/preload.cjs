// Node loads this before a script (package.json). tsx's loader for `require` is enough to start one. Its loader for `import()`
// takes 0.2 s of processor time, and only what is loaded late needs it: scripts/terminal/process/lateImports.ts.
require("tsx/cjs");
