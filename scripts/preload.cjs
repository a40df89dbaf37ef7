// Node loads this file before a script (see package.json). To start, a script needs only tsx's loader for `require`. The loader
// for `import()` takes 0.2 s of processor time, so scripts/terminal/process/lateImports.ts registers it only when it is needed.
require("tsx/cjs");
