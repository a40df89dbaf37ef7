import { statSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname, sep } from "node:path";
import { compileFunction, constants } from "node:vm";

// Programs and packs evaluate the project's modules anew in each run. A third of a run is spent on finding, reading and compiling
// them. A process with many runs does this once for each file.

/** A file as it was when it was loaded. */
interface Compiled {
  readonly modified: number;
  readonly code: string;
  /** Node needs this module to map the stack of an error to lines of the source. */
  readonly first: Module;
  /** Compiled code. It is created when the file is loaded for the second time. */
  evaluate?: (module: Module) => void;
}

const SCOPE = ["exports", "require", "module", "__filename", "__dirname"];

let isSet = false;

/** Lets each file of the project be compiled once, and each of its relative imports be looked up once. */
export function compileOnce(): void {
  if (isSet) return;
  isSet = true;
  wrap(Reflect.get(Module, "_extensions"), ".ts", loadCompiled);
  wrap(Reflect.get(Module, "_extensions"), ".js", loadMade);
  wrap(Module, "_resolveFilename", resolveOnce);
}

export type Call = (...args: unknown[]) => unknown;

/** Replaces a method of an object by a wrapper, which gets the original method as its first argument. */
export function wrap(
  owner: unknown,
  name: string,
  around: (inner: Call, ...args: never[]) => unknown,
): void {
  if (!isObject(owner)) throw new Error(`Nothing has ${name}.`);
  const inner: unknown = Reflect.get(owner, name);
  if (typeof inner !== "function") throw new Error(`There is no ${name}.`);
  const call: Call = (...args) => {
    const value: unknown = Reflect.apply(inner, owner, args);
    return value;
  };
  const wrapped: Call = (...args) => {
    const value: unknown = Reflect.apply(around, undefined, [call, ...args]);
    return value;
  };
  Reflect.set(owner, name, wrapped);
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

const compiled = new Map<string, Compiled>();

function loadCompiled(load: Call, module: Module, file: string): void {
  const modified = statSync(file).mtimeMs;
  const known = compiled.get(file);
  if (known?.modified === modified) {
    known.evaluate ??= evaluator(file, known.code);
    known.evaluate(module);
    return;
  }
  wrap(module, "_compile", (compile, code: string, ...rest: unknown[]) => {
    compiled.set(file, { modified, code, first: module });
    return compile(code, ...rest);
  });
  load(module, file);
}

/**
 * A JavaScript file may compile other code: the policy pack's main.js compiles the bundle of its rules. The same code is compiled
 * only once, so that the next pack profits from what Node has already optimised.
 */
function loadMade(load: Call, module: Module, file: string): void {
  if (!file.includes(`${sep}node_modules${sep}`)) {
    wrap(module, "_compile", (compile, code: string, name: string, ...rest: unknown[]) => {
      const known = compiled.get(name);
      if (known?.code !== code) {
        compiled.set(name, { modified: 0, code, first: module });
        return compile(code, name, ...rest);
      }
      known.evaluate ??= evaluator(name, code);
      known.evaluate(module);
      return undefined;
    });
  }
  load(module, file);
}

function evaluator(file: string, code: string): (module: Module) => void {
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const evaluate = compileFunction(code, SCOPE, { filename: file, importModuleDynamically });
  const require = createRequire(file);
  return (module) => {
    Reflect.apply(evaluate, module.exports, [module.exports, require, module, file, dirname(file)]);
  };
}

const resolved = new Map<string, string>();

function resolveOnce(
  resolve: Call,
  request: string,
  parent: { readonly filename?: string | null } | undefined,
  ...rest: unknown[]
): unknown {
  const from = parent?.filename ?? "";
  if (!request.startsWith(".") || from === "" || from.includes(`${sep}node_modules${sep}`)) {
    return resolve(request, parent, ...rest);
  }
  const key = `${dirname(from)}\0${request}`;
  const known = resolved.get(key);
  if (known !== undefined) return known;
  const file = resolve(request, parent, ...rest);
  if (typeof file === "string") resolved.set(key, file);
  return file;
}
