/** The command that sets what a path leads to, an element of a list or a name's value. */
export function setAt(path: string, example: string): string {
  return setKey(path, example, `--path '${path}'`);
}

/** The command that sets an element of a list. */
export function setItem(key: string, index: number, example: string): string {
  return setAt(`${key}[${index}]`, example);
}

/**
 * The command that sets a key, or what a path leads to. The CLI refuses a plaintext value under a name that sounds like a secret,
 * unless the command says --plaintext.
 */
export function setKey(name: string, example: string, place = name): string {
  const plain = /pass|pwd|secret|token/i.test(name) ? "--plaintext " : "";
  return `set ${plain}${place} ${example}`;
}
