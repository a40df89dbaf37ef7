import assert from "node:assert/strict";
import { useCompileCache } from "../../../../scripts/terminal/process/compileCache";

// Does not show how much time Node saves: `npm run bench` under Node 22 does.
describe("Node's compile cache", () => {
  it("is a folder inside node_modules, which git ignores", () => {
    const env: NodeJS.ProcessEnv = {};
    useCompileCache(env);
    assert.match(env["NODE_COMPILE_CACHE"] ?? "", /node_modules.\.cache.node$/);
  });

  it("is the user's own if one is set", () => {
    const env = { NODE_COMPILE_CACHE: "elsewhere" };
    useCompileCache(env);
    assert.equal(env.NODE_COMPILE_CACHE, "elsewhere");
  });
});
