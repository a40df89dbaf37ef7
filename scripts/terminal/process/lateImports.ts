let registered: Promise<void> | undefined;

/**
 * Lets `import()` load TypeScript from now on: awaited before a script's work, and not for its help or for wrong options, because
 * tsx's loader for ES modules takes 0.2 s of processor time.
 */
export function allowLateImports(): Promise<void> {
  return (registered ??= register());
}

async function register(): Promise<void> {
  const tsx = await import("tsx/esm/api");
  tsx.register();
}
