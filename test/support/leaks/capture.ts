/** Runs an action. Returns its result and all that it wrote to stdout and stderr. Nothing of this reaches the screen. */
export async function capture<T>(
  action: () => Promise<T>,
): Promise<{ readonly printed: string; readonly result: T }> {
  const streams = [process.stdout, process.stderr];
  const chunks: string[] = [];
  const originals = streams.map((stream) => stream.write.bind(stream));
  for (const stream of streams) {
    stream.write = (chunk: string | Uint8Array): boolean => {
      chunks.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
      return true;
    };
  }
  try {
    const result = await action();
    return { printed: chunks.join(""), result };
  } finally {
    streams.forEach((stream, index) => {
      const original = originals[index];
      if (original !== undefined) stream.write = original;
    });
  }
}
