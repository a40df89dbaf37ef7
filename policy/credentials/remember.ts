/** Most results that are kept of one function. */
const MOST_RESULTS = 4096;

/** Longest text whose result is kept. A name is shorter. */
const LONGEST_TEXT = 200;

/** The same function of a text, which keeps its results: the same names occur in most resources of a program. */
export function remember<T>(compute: (text: string) => T): (text: string) => T {
  const results = new Map<string, { readonly value: T }>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known.value;
    const value = compute(text);
    if (text.length > LONGEST_TEXT) return value;
    if (results.size >= MOST_RESULTS) results.clear();
    results.set(text, { value });
    return value;
  };
}
