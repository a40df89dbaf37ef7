/** The command that sets what a path leads to, an element of a list or a name's value. */
export function setAt(path: string, example: string): string {
  return setKey(path, example, `--path '${path}'`);
}

/** The command that sets an element of a list. */
export function setItem(key: string, index: number, example: string): string {
  return setAt(`${key}[${index}]`, example);
}

/**
 * The command that sets a key, or what a path leads to. The CLI takes no value in plain text under a name like a secret's unless it is told to.
 */
export function setKey(name: string, example: string, place = name): string {
  const plain = /pass|pwd|secret|token/i.test(name) ? "--plaintext " : "";
  return `set ${plain}${place} ${example}`;
}
