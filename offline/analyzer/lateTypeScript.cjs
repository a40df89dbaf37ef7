// Node loads this file before the policy pack (see packProcess.ts). Pulumi's runner loads TypeScript and ts-node for every pack, which
// takes half of the start of a pack in JavaScript. Here they are loaded when the first TypeScript file is.
const Module = require("node:module");

/** How the runner finds its modules: from the pack's folder. */
const sdk = require.resolve("@pulumi/pulumi/package.json", { paths: [process.cwd()] });
const resolveFromSdk = Module.createRequire(sdk).resolve;
const tools = resolveFromSdk("./tsutils");

require.cache[tools] = Object.assign(new Module(tools), {
  loaded: true,
  exports: {
    loadTypeScriptCompilerOptions: (file) => ({ ofFile: file }),
    // The runner takes the version from the one and calls `register` of the other, which is this file's.
    typeScriptRequireStrings: () => ({
      typescriptRequire: resolveFromSdk("typescript/package.json"),
      tsnodeRequire: __filename,
    }),
  },
});

/** Stands in for ts-node's function, with the options that the runner gives it. */
exports.register = (options) => {
  const { ofFile, ...others } = options.compilerOptions;
  require.extensions[".ts"] = (module, file) => {
    delete require.cache[tools];
    delete require.extensions[".ts"];
    const { loadTypeScriptCompilerOptions, typeScriptRequireStrings } = require(tools);
    const { tsnodeRequire, typescriptRequire } = typeScriptRequireStrings();
    require(resolveFromSdk(tsnodeRequire)).register({
      ...options,
      compiler: typescriptRequire,
      compilerOptions: { ...others, ...loadTypeScriptCompilerOptions(ofFile) },
    });
    require.extensions[".ts"](module, file);
  };
};
