let registered: Promise<void> | undefined;

/**
 * Enables `import()` of TypeScript files. A script calls it before its work, but not for its help or for wrong options, because
 * tsx's loader for ES modules takes 0.2 s of processor time.
 */
export function allowLateImports(): Promise<void> {
  return (registered ??= register());
}

async function register(): Promise<void> {
  const tsx = await import("tsx/esm/api");
  tsx.register();
}
